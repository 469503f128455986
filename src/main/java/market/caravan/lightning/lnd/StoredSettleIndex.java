package market.caravan.lightning.lnd;

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
  public long last() {
    return jdbc.sql("SELECT settle_index FROM lnd_cursor WHERE wallet = :wallet")
        .param("wallet", WALLET)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  @Override
  public void heard(long index) {
    jdbc.sql(
            """
            INSERT INTO lnd_cursor (wallet, settle_index) VALUES (:wallet, :index)
            ON CONFLICT (wallet) DO UPDATE SET settle_index = excluded.settle_index
            WHERE lnd_cursor.settle_index < excluded.settle_index
            """)
        .param("wallet", WALLET)
        .param("index", index)
        .update();
  }
}
