package market.caravan.lightning.simulated;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the node has paid, in PostgreSQL. Each method is one statement. */
@Repository
class SimulatedPayments {

  private final JdbcClient jdbc;

  SimulatedPayments(NodeDatabase database) {
    this.jdbc = database.jdbc();
  }

  /** The amount that was paid; empty where nothing was. */
  Optional<Msat> find(PaymentHash hash) {
    return jdbc.sql("SELECT amount_msat FROM simulated_payment WHERE payment_hash = :hash")
        .param("hash", hash.hex())
        .query(Long.class)
        .optional()
        .map(Msat::new);
  }

  /** Pays somebody else, once. */
  void pay(PaymentHash hash, Msat amount, Instant now) {
    jdbc.sql(
            """
            INSERT INTO simulated_payment (payment_hash, amount_msat, paid_at)
            VALUES (:hash, :amount, :now) ON CONFLICT (payment_hash) DO NOTHING
            """)
        .param("hash", hash.hex())
        .param("amount", amount.value())
        .param("now", Timestamp.from(now))
        .update();
  }

  /**
   * Pays an invoice of the node's own that is open and no hold invoice, which settles it.
   *
   * @return whether there was one
   */
  boolean payOwn(PaymentHash hash, Instant now) {
    return jdbc.sql(
                """
                WITH settled AS (
                  UPDATE simulated_invoice
                     SET received_msat = amount_msat, state = 'SETTLED', settled_at = :now
                   WHERE payment_hash = :hash AND state = 'OPEN' AND expires_at > :now
                     AND preimage_sealed IS NOT NULL
                  RETURNING payment_hash, amount_msat)
                INSERT INTO simulated_payment (payment_hash, amount_msat, paid_at)
                SELECT payment_hash, amount_msat, :now FROM settled
                """)
            .param("hash", hash.hex())
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }
}
