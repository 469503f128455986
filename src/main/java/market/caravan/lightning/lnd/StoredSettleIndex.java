package market.caravan.lightning.lnd;

import java.util.Optional;
import market.caravan.lightning.PaymentHash;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The settle index in the database. */
@Repository
@ConditionalOnProperty(name = "caravan.lightning.backend", havingValue = "lnd")
class StoredSettleIndex implements SettleIndex {

  private static final String WALLET = "default";

  private final JdbcClient jdbc;

  StoredSettleIndex(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Heard> last() {
    return jdbc.sql("SELECT settle_index, payment_hash FROM lnd_cursor WHERE wallet = :wallet")
        .param("wallet", WALLET)
        .query(
            (row, number) ->
                new Heard(
                    row.getLong("settle_index"), new PaymentHash(row.getString("payment_hash"))))
        .optional();
  }

  @Override
  public void heard(Heard latest) {
    jdbc.sql(
            """
            INSERT INTO lnd_cursor (wallet, settle_index, payment_hash)
            VALUES (:wallet, :index, :hash)
            ON CONFLICT (wallet) DO UPDATE
              SET settle_index = excluded.settle_index, payment_hash = excluded.payment_hash
              WHERE lnd_cursor.settle_index < excluded.settle_index
            """)
        .param("wallet", WALLET)
        .param("index", latest.index())
        .param("hash", latest.hash().hex())
        .update();
  }

  @Override
  public void forget() {
    jdbc.sql("DELETE FROM lnd_cursor WHERE wallet = :wallet").param("wallet", WALLET).update();
  }
}
