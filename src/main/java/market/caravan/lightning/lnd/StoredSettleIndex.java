package market.caravan.lightning.lnd;

import java.util.Optional;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Wallets;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A wallet's settle index in the database. */
@Repository
class StoredSettleIndex implements SettleIndex {

  private final JdbcClient jdbc;
  private final String wallet;

  @Autowired
  StoredSettleIndex(JdbcClient jdbc) {
    this(jdbc, Wallets.DEFAULT);
  }

  private StoredSettleIndex(JdbcClient jdbc, String wallet) {
    this.jdbc = jdbc;
    this.wallet = wallet;
  }

  StoredSettleIndex of(String otherWallet) {
    return new StoredSettleIndex(jdbc, otherWallet);
  }

  @Override
  public Optional<Heard> last() {
    return jdbc.sql("SELECT settle_index, payment_hash FROM lnd_cursor WHERE wallet = :wallet")
        .param("wallet", wallet)
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
        .param("wallet", wallet)
        .param("index", latest.index())
        .param("hash", latest.hash().hex())
        .update();
  }

  @Override
  public void forget() {
    jdbc.sql("DELETE FROM lnd_cursor WHERE wallet = :wallet").param("wallet", wallet).update();
  }
}
