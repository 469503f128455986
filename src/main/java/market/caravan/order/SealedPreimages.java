package market.caravan.order;

import java.util.function.Function;
import market.caravan.vault.SealedColumn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Preimages of invoices, for a change of the master key. */
@Repository
class SealedPreimages extends SealedColumn {

  SealedPreimages(JdbcClient jdbc) {
    super(jdbc, "invoice", "payment_hash", "preimage_sealed", Function.identity());
  }
}
