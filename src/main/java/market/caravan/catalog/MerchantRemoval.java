package market.caravan.catalog;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The end of a merchant: the key, the catalogue and what customers wrote are forgotten. Orders,
 * invoices and refunds stay for the books; nobody's API key leads to them.
 */
@Repository
class MerchantRemoval {

  /** Children before their parents. */
  private static final List<String> TABLES =
      List.of("product", "stall", "zone", "publication", "relay_cursor");

  /** Whoever files a message that is an order locks these before it looks at orders. */
  private static final List<String> CORRESPONDENCE = List.of("message", "customer");

  /** Waits for those who make a customer known. */
  private static final String LOCK_MERCHANT =
      "SELECT id FROM merchant WHERE id = :merchant FOR UPDATE";

  /** Waits for those who place orders; the next find the merchant gone. */
  private static final String LOCK_ORDERS = "LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE";

  private static final String FORGET_OUTBOX =
      """
      WITH gone AS (
        DELETE FROM outbox WHERE merchant_id = :merchant RETURNING seq),
      events AS (
        DELETE FROM outbox_event WHERE outbox_seq IN (SELECT seq FROM gone) RETURNING event_id)
      DELETE FROM outbox_delivery WHERE event_id IN (SELECT event_id FROM events)
      """;

  /** What there still is to be told to customers, or may have to be. */
  private static final String NEEDED =
      """
      SELECT EXISTS (SELECT FROM orders WHERE merchant_id = :merchant
          AND (unpaid OR paid AND NOT shipped OR status = 'REFUND_DUE'))
        OR EXISTS (SELECT FROM refund WHERE merchant_id = :merchant
          AND state NOT IN ('PAID', 'DECLINED'))
        OR EXISTS (SELECT FROM invoice JOIN orders ON seq = order_seq
          WHERE merchant_id = :merchant AND state IN ('OPEN', 'HELD'))
        OR EXISTS (SELECT FROM outbox WHERE merchant_id = :merchant
          AND recipient IS NOT NULL AND state = 'PENDING')
      """;

  private final JdbcClient jdbc;
  private final MerchantKeys keys;

  MerchantRemoval(JdbcClient jdbc, MerchantKeys keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * Removes the merchant, if no customer has anything to come.
   *
   * @throws market.caravan.PermanentException otherwise; nothing may be committed then
   */
  void remove(Merchant merchant) {
    requireNotNeeded(merchant.id()); // before much is done in vain
    CORRESPONDENCE.forEach(table -> forget(table, merchant.id()));
    jdbc.sql(LOCK_MERCHANT).param("merchant", merchant.id()).query(String.class).single();
    jdbc.sql(LOCK_ORDERS).update();
    requireNotNeeded(merchant.id());
    jdbc.sql(FORGET_OUTBOX).param("merchant", merchant.id()).update();
    TABLES.forEach(table -> forget(table, merchant.id()));
    jdbc.sql("DELETE FROM merchant WHERE id = :merchant").param("merchant", merchant.id()).update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            keys.forget(merchant.pubkey());
          }
        });
  }

  private void requireNotNeeded(String merchantId) {
    if (jdbc.sql(NEEDED).param("merchant", merchantId).query(Boolean.class).single()) {
      throw EditRefused.needed("merchant");
    }
  }

  private void forget(String table, String merchantId) {
    jdbc.sql("DELETE FROM %s WHERE merchant_id = :merchant".formatted(table))
        .param("merchant", merchantId)
        .update();
  }
}
