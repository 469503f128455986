package market.caravan.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whether a merchant has about as many open unpaid orders as we let them have. Counting a hundred
 * thousand rows for each order would cost more than the order: they are counted anew after a
 * minute; every few seconds once those that came since may have reached the limit; and at once when
 * those alone have.
 */
@Repository
class UnpaidOrders {

  private static final Duration AT_LEAST = Duration.ofSeconds(5);
  private static final Duration AT_MOST = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final CheckoutProperties properties;
  private final Clock clock;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  UnpaidOrders(JdbcClient jdbc, CheckoutProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** Asked once for each order that is placed unless there are too many. */
  boolean areTooMany(String merchantId) {
    Instant now = clock.instant();
    Count count = counts.get(merchantId);
    if (count == null || !isGood(count, now)) {
      count = new Count(count(merchantId), now, new AtomicInteger());
      counts.put(merchantId, count);
    }
    count.since().incrementAndGet();
    return count.orders() >= properties.maxUnpaidPerMerchant();
  }

  private boolean isGood(Count count, Instant now) {
    int limit = properties.maxUnpaidPerMerchant();
    int since = count.since().get();
    Duration age = Duration.between(count.at(), now);
    Duration goodFor = count.orders() + since < limit ? AT_MOST : AT_LEAST;
    return since < limit && !age.isNegative() && age.compareTo(goodFor) <= 0;
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

  private record Count(int orders, Instant at, AtomicInteger since) {}
}
