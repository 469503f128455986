package market.caravan.lightning.simulated;

import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.vault.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The simulated node's key: drawn once, the same ever after. */
@Repository
class NodeKeyStore {

  static final String CONTEXT = "simulated-node";

  private final JdbcClient jdbc;
  private final Vault vault;

  NodeKeyStore(NodeDatabase database, Vault vault) {
    this.jdbc = database.jdbc();
    this.vault = vault;
  }

  /** Of several that draw one at the same moment the first wins. */
  NodeKey loadOrDraw(Network network, String wallet) {
    jdbc.sql(
            """
            INSERT INTO simulated_node (network, wallet, key_sealed)
            VALUES (:network, :wallet, :key)
            ON CONFLICT (network, wallet) DO NOTHING
            """)
        .param("network", network.name())
        .param("wallet", wallet)
        .param("key", vault.seal(NodeKey.generate().secret(), CONTEXT))
        .update();
    byte[] sealed =
        jdbc.sql(
                """
                SELECT key_sealed FROM simulated_node
                WHERE network = :network AND wallet = :wallet
                """)
            .param("network", network.name())
            .param("wallet", wallet)
            .query(byte[].class)
            .single();
    return NodeKey.of(vault.open(sealed, CONTEXT));
  }
}
