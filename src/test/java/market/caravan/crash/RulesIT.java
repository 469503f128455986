package market.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import market.caravan.PostgresTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the books finds what breaks it, and nothing in a shop where all is well. */
class RulesIT extends PostgresTest {

  @BeforeEach
  void openAShopWithAPaidOrder() {
    run("INSERT INTO account VALUES ('a', now())");
    run(
        """
        INSERT INTO merchant VALUES ('m', 'a', 'm-key', '', true, '{}', now(), now());
        INSERT INTO stall VALUES ('m', 's', '', 'Stall', 'sat', '', NULL, false);
        INSERT INTO product VALUES ('m', 'mug', 's', 'Mug', '', '{}', '{}', 5, 9, 0, true, false,
          NULL, '[]', false);
        INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
          type, order_id, content, event, relay, state, received_at)
          VALUES ('m', 'e', now(), 4, 'c', true, 0, 'o', '', '', '', 'DONE', now());
        INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
          event_created_at, status, content_sha256, contact_data, order_items, extra_data,
          total_msat, placed_at) VALUES ('m', 'o', 'c', 'm-key', 'e', now(), 'PAID', '', '{}',
          '[]', '{}', 5, now());
        INSERT INTO order_history (order_seq, at, event, status) VALUES
          (1, now(), 'PLACED', 'PLACED'), (1, now(), 'OPENED', 'AWAITING_PAYMENT'),
          (1, now(), 'SETTLED', 'PAID');
        INSERT INTO reservation VALUES (1, 'm', 'mug', 1, 'COMMITTED');
        INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, amount_msat, received_msat,
          memo, expiry_s, state, created_at) VALUES (1, 1, '', 'h', 5, 5, '', 9, 'SETTLED', now());
        INSERT INTO simulated_invoice VALUES ('h', NULL, 'ln', 5, 5, 'SETTLED', now(), now());
        """);
    for (int seq = 1; seq <= 2; seq++) {
      run(
          """
          INSERT INTO outbox (merchant_id, lane, kind, type, content, tags, not_before, order_seq,
            state, created_at) VALUES ('m', 'c', 4, 1, '', '[]', now(), 1, 'DELIVERED', now());
          INSERT INTO outbox_event VALUES ('reply-%1$s', %1$s, now(), now(), '');
          INSERT INTO outbox_delivery VALUES ('reply-%1$s', 'ws://r', 'ACCEPTED', '', now());
          """
              .formatted(seq));
    }
  }

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(broken()).isEmpty();
  }

  private static final String REFUND =
      """
      INSERT INTO refund (order_seq, merchant_id, customer, payment_hash, wallet, reason,
        amount_msat, whole, state, due_at, ordered_at, created_at, updated_at)
        VALUES (1, 'm', 'c', 'h', '', 'CANCELLED', 1000, true, '%s', %s, now(), now(), now());
      """;

  private static final String SENT =
      """
      INSERT INTO refund_invoice VALUES ('%1$s', 1, 'ln', now(), 'FAILED', 0, now());
      INSERT INTO simulated_payment VALUES ('%1$s', 1000, now());
      """;

  static Stream<Arguments> breaches() {
    return Stream.of(
        Arguments.of(
            "an order has one live invoice",
            "INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, amount_msat, memo,"
                + " expiry_s, state, created_at)"
                + " VALUES (1, 2, '', 'h2', 5, '', 9, 'OPEN', now())"),
        Arguments.of(
            "the node has one payable invoice of an order",
            "INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, amount_msat, memo,"
                + " expiry_s, state, created_at)"
                + " VALUES (1, 2, '', 'h2', 5, '', 9, 'CANCELLED', now());\n"
                + "INSERT INTO simulated_invoice VALUES ('h2', NULL, 'ln', 5, 0, 'OPEN', now(),"
                + " NULL)"),
        Arguments.of(
            "money in is what is kept and what goes back", "UPDATE invoice SET received_msat = 6"),
        Arguments.of(
            "money in is what is kept and what goes back", "UPDATE invoice SET refund_msat = 1"),
        Arguments.of("what goes back is sent once", REFUND.formatted("PAID", "NULL")),
        Arguments.of(
            "what goes back is sent once",
            REFUND.formatted("DUE", "now()") + SENT.formatted("a") + SENT.formatted("b")),
        Arguments.of("no refund is on its way", REFUND.formatted("DUE", "now()")),
        Arguments.of(
            "an order is refunded when its money is back",
            "UPDATE orders SET status = 'REFUND_DUE'"),
        Arguments.of(
            "the node has only invoices that an attempt has named",
            "INSERT INTO simulated_invoice VALUES ('x', NULL, 'ln', 5, 5, 'OPEN', now(), now())"),
        Arguments.of(
            "an order is paid only when the node has settled",
            "UPDATE simulated_invoice SET state = 'OPEN'"),
        Arguments.of(
            "what is reserved is what open orders hold", "UPDATE product SET reserved = 1"),
        Arguments.of(
            "an order holds or has what its status says",
            "UPDATE reservation SET state = 'RELEASED'"),
        Arguments.of("an order's message has its order", "UPDATE orders SET id = 'other'"),
        Arguments.of("an order has its message", "UPDATE orders SET event_id = 'other'"),
        Arguments.of(
            "what belongs to an order or to a message has it",
            "UPDATE reservation SET order_seq = 2"),
        Arguments.of(
            "what belongs to an order or to a message has it",
            "UPDATE outbox_event SET event_id = 'other' WHERE outbox_seq = 2"),
        Arguments.of(
            "what belongs to an order or to a message has it", "DELETE FROM outbox WHERE seq = 2"),
        Arguments.of(
            "a reply for each thing that is to be told",
            "UPDATE outbox SET order_seq = NULL WHERE seq = 2"),
        Arguments.of(
            "a reply is acknowledged, or visibly pending", "UPDATE outbox SET state = 'PENDING'"),
        Arguments.of("a reply is acknowledged, or visibly pending", "DELETE FROM outbox_delivery"),
        Arguments.of(
            "an order is paid when the node has settled",
            "UPDATE orders SET status = 'AWAITING_PAYMENT'"),
        Arguments.of("an attempt is what the node says", "UPDATE invoice SET state = 'OPEN'"),
        Arguments.of(
            "the node has nothing left to be told", "UPDATE invoice SET instruction = 'CANCEL'"),
        Arguments.of("no order is without an answer", "UPDATE orders SET status = 'PLACED'"),
        Arguments.of("no message waits or has failed", "UPDATE message SET state = 'FAILED'"),
        Arguments.of(
            "every reply is with a relay",
            "UPDATE outbox SET state = 'DEAD', error = 'refused' WHERE seq = 1"));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void findsWhatBreaksIt(String rule, String breach) {
    run(breach);
    assertThat(broken()).contains(rule);
  }

  @Test
  void everyRuleIsTried() {
    List<String> tried = breaches().map(breach -> (String) breach.get()[0]).distinct().toList();
    assertThat(tried).containsExactlyInAnyOrderElementsOf(new TreeSet<>(rules().keySet()));
  }

  private List<String> broken() {
    return rules().entrySet().stream()
        .filter(rule -> !jdbc.sql(rule.getValue()).query(String.class).list().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> rules() {
    Map<String, String> all = new HashMap<>(Rules.ALWAYS);
    all.putAll(Rules.ONCE_SETTLED);
    return all;
  }

  private void run(String sql) {
    for (String statement : sql.split(";\n", -1)) {
      if (!statement.isBlank()) {
        jdbc.sql(statement).update();
      }
    }
  }
}
