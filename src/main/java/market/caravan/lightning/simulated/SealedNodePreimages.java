package market.caravan.lightning.simulated;

import market.caravan.vault.SealedColumn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The simulated nodes' preimages, for a change of the master key. */
@Repository
class SealedNodePreimages extends SealedColumn {

  SealedNodePreimages(JdbcClient jdbc) {
    super(
        jdbc,
        "simulated_invoice",
        "payment_hash",
        "preimage_sealed",
        SimulatedNode.PREIMAGE::concat);
  }
}
