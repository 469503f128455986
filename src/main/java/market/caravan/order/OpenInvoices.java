package market.caravan.order;

import static market.caravan.order.Orders.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Wallets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Invoices of a wallet that are open, and of which the node has not been told to settle or cancel
 * them. Times are after the first and until the second.
 */
@Repository
class OpenInvoices {

  /** Rows of a page. */
  static final int SIZE = 500;

  private static final String OPEN =
      " FROM invoice WHERE state IN ('OPEN', 'HELD') AND instruction IS NULL ";

  private static final String OLDEST =
      "SELECT opened_at" + OPEN + "%s ORDER BY opened_at, order_seq LIMIT 1";

  private static final String OPENED =
      "SELECT payment_hash" + OPEN + "%s AND opened_at > :after AND opened_at <= :until";

  private static final String MAY_BE_HELD =
      "SELECT payment_hash"
          + OPEN
          + """
          %s AND hold AND state = 'OPEN' AND opened_at <= :until
            AND floor(extract(epoch FROM cast(:until AS timestamptz) - opened_at) / :every)
              > floor(extract(epoch FROM cast(:after AS timestamptz) - opened_at) / :every)
          """;

  private static final String EXPIRED =
      "SELECT payment_hash" + OPEN + "%s AND expires_at > :after AND expires_at <= :until";

  private static final String PAGE =
      "SELECT payment_hash, opened_at, order_seq"
          + OPEN
          + "%s AND (opened_at, order_seq) > (:opened, :order) ORDER BY opened_at, order_seq LIMIT "
          + SIZE;

  private final JdbcClient jdbc;
  private final boolean oneWallet;

  OpenInvoices(JdbcClient jdbc, Wallets wallets) {
    this.jdbc = jdbc;
    this.oneWallet = wallets.isOne();
  }

  /** Where an invoice stands among all that are open. */
  record Place(PaymentHash hash, Instant opened, long order) {

    private static Place of(ResultSet row, int number) throws SQLException {
      return new Place(
          new PaymentHash(row.getString("payment_hash")),
          row.getObject("opened_at", OffsetDateTime.class).toInstant(),
          row.getLong("order_seq"));
    }
  }

  /** When the oldest was opened; empty where none is. */
  Optional<Instant> oldest(String wallet) {
    return sql(OLDEST, wallet)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  List<PaymentHash> opened(String wallet, Instant after, Instant until) {
    return hashes(between(OPENED, wallet, after, until));
  }

  List<PaymentHash> expired(String wallet, Instant after, Instant until) {
    return hashes(between(EXPIRED, wallet, after, until));
  }

  /**
   * Those whose payment would be held and whose age has come to another multiple of {@code every}.
   */
  List<PaymentHash> mayBeHeld(String wallet, Instant after, Instant until, Duration every) {
    return hashes(between(MAY_BE_HELD, wallet, after, until).param("every", every.toSeconds()));
  }

  /** The next ones after that place, at most {@link #SIZE}, the oldest first. */
  List<Place> page(String wallet, Instant opened, long order) {
    return sql(PAGE, wallet)
        .param("opened", timestamp(opened))
        .param("order", order)
        .query(Place::of)
        .list();
  }

  private JdbcClient.StatementSpec between(
      String text, String wallet, Instant after, Instant until) {
    return sql(text, wallet).param("after", timestamp(after)).param("until", timestamp(until));
  }

  /** Of this wallet, where there are others. */
  private JdbcClient.StatementSpec sql(String text, String wallet) {
    return jdbc.sql(text.formatted(oneWallet ? "" : "AND wallet = ANY (:wallets)"))
        .param("wallets", Wallets.stored(wallet).toArray(String[]::new));
  }

  private static List<PaymentHash> hashes(JdbcClient.StatementSpec statement) {
    return statement.query((row, number) -> new PaymentHash(row.getString("payment_hash"))).list();
  }
}
