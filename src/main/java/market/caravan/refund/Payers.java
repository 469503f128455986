package market.caravan.refund;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Wallets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which wallets pay refunds, and which can't though refunds of theirs wait. */
@Repository
public class Payers {

  private static final Logger log = LoggerFactory.getLogger(Payers.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Wallets wallets;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile Instant nextLook = Instant.EPOCH;

  Payers(Wallets wallets, JdbcClient jdbc, Clock clock) {
    this.wallets = wallets;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Those that may pay and are not left alone, as rows may name them. */
  List<String> thatPayNow() {
    List<String> away = wallets.that(Readiness.AWAY);
    return wallets.thatPay().stream().filter(wallet -> !away.contains(wallet)).toList();
  }

  /**
   * Those of which a refund is due and that have no credentials to pay it, or are not configured
   * any more; by their names, away or not.
   */
  public Set<String> missing() {
    return jdbc
        .sql("SELECT DISTINCT wallet FROM refund WHERE due_at IS NOT NULL AND wallet <> ALL (:pay)")
        .param("pay", wallets.thatPay().toArray(String[]::new))
        .query(String.class)
        .list()
        .stream()
        .map(Wallets::nameOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Tells of those that are missing, once until they aren't; looks now and then only. */
  void warn() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(BETWEEN_LOOKS);
    Set<String> missing = missing();
    told.retainAll(missing);
    missing.stream()
        .filter(told::add)
        .forEach(
            wallet ->
                log.warn(
                    "Refunds wait for wallet '{}', which may not pay out: docs/payments.md says how",
                    wallet));
  }
}
