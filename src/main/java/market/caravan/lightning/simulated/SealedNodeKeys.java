package market.caravan.lightning.simulated;

import market.caravan.vault.SealedColumn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The simulated nodes' keys, for a change of the master key. */
@Repository
class SealedNodeKeys extends SealedColumn {

  SealedNodeKeys(JdbcClient jdbc) {
    super(
        jdbc,
        "simulated_node",
        "(network || '/' || wallet)",
        "key_sealed",
        node -> NodeKeyStore.CONTEXT);
  }
}
