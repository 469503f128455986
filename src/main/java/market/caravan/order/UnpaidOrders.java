package market.caravan.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whether a merchant has as many open unpaid orders as we let them have. Counting a hundred
 * thousand rows for each order would cost more than the order, so a count is good for a while.
 */
@Repository
class UnpaidOrders {

  private static final Duration GOOD_FOR = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final CheckoutProperties properties;
  private final Clock clock;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  UnpaidOrders(JdbcClient jdbc, CheckoutProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  boolean areTooMany(String merchantId) {
    Instant now = clock.instant();
    Count count = counts.get(merchantId);
    if (count == null || count.until().isBefore(now)) {
      count = new Count(count(merchantId), now.plus(GOOD_FOR));
      counts.put(merchantId, count);
    }
    return count.orders() >= properties.maxUnpaidPerMerchant();
  }

  private int count(String merchantId) {
    return jdbc.sql(
            """
            SELECT count(*) FROM (SELECT 1 FROM orders WHERE merchant_id = :merchant
              AND unpaid LIMIT :most) AS open
            """)
        .param("merchant", merchantId)
        .param("most", properties.maxUnpaidPerMerchant())
        .query(Integer.class)
        .single();
  }

  private record Count(int orders, Instant until) {}
}
