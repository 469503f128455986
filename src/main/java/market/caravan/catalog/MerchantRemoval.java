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
      List.of(
          "product",
          "stall",
          "zone",
          "publication",
          "relay_cursor",
          "outbox",
          "message",
          "customer");

  /** What there still is to be told to customers, or may have to be. */
  private static final String NEEDED =
      """
      SELECT EXISTS (SELECT FROM orders WHERE merchant_id = :merchant
          AND (unpaid OR paid AND NOT shipped OR status = 'REFUND_DUE'))
        OR EXISTS (SELECT FROM refund WHERE merchant_id = :merchant
          AND state NOT IN ('PAID', 'DECLINED'))
        OR EXISTS (SELECT FROM invoice JOIN orders ON seq = order_seq
          WHERE merchant_id = :merchant AND state IN ('OPEN', 'HELD'))
      """;

  private final JdbcClient jdbc;
  private final MerchantKeys keys;

  MerchantRemoval(JdbcClient jdbc, MerchantKeys keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  boolean isMerchantNeeded(String merchantId) {
    return jdbc.sql(NEEDED).param("merchant", merchantId).query(Boolean.class).single();
  }

  void remove(Merchant merchant) {
    for (String table : TABLES) {
      jdbc.sql("DELETE FROM %s WHERE merchant_id = :merchant".formatted(table))
          .param("merchant", merchant.id())
          .update();
    }
    jdbc.sql("DELETE FROM merchant WHERE id = :merchant").param("merchant", merchant.id()).update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            keys.forget(merchant.pubkey());
          }
        });
  }
}
