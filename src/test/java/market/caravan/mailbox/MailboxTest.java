package market.caravan.mailbox;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import market.caravan.Instance;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.relay.PublishOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A merchant, a customer and two relays, for the tests of the post. */
abstract class MailboxTest extends PostgresTest {

  static final URI ONE = URI.create("ws://one.example");
  static final URI OTHER = URI.create("ws://other.example");
  static final Instant START = Instant.parse("2026-05-06T07:08:09Z");

  static final PublishOutcome ACCEPTED =
      new PublishOutcome(PublishOutcome.Kind.ACCEPTED, "", false);
  static final PublishOutcome NOT_SENT =
      new PublishOutcome(PublishOutcome.Kind.NOT_SENT, "away", false);
  static final PublishOutcome UNANSWERED =
      new PublishOutcome(PublishOutcome.Kind.UNANSWERED, "silent", false);
  static final PublishOutcome DEFERRED =
      new PublishOutcome(PublishOutcome.Kind.REFUSED, "rate-limited: later", false);
  static final PublishOutcome BLOCKED =
      new PublishOutcome(PublishOutcome.Kind.REFUSED, "blocked: no", true);

  final KeyPair merchant = KeyPair.generate();
  final KeyPair customer = KeyPair.generate();
  final TestClock clock = new TestClock(START);
  final MailboxProperties properties =
      new MailboxProperties(
          Duration.ofDays(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofDays(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          50,
          100,
          Duration.ofDays(7));
  final Inbox inbox = new Inbox(jdbc, properties, clock);
  final Outbox outbox = new Outbox(jdbc, clock);
  final Deliveries deliveries = new Deliveries(jdbc, properties, clock);
  final Dispatch dispatch = dispatch(dataSource, clock);

  @BeforeEach
  void openAccount() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              first_caught_up_at, created_at)
            VALUES ('m', 'a', :pubkey, '', true, '{}', :start, :start)
            """)
        .param("pubkey", merchant.pubkey().hex())
        .param("start", START.minus(Duration.ofDays(30)).atOffset(ZoneOffset.UTC))
        .update();
  }

  Dispatch dispatch(DataSource database, Clock itsClock) {
    return new Dispatch(
        JdbcClient.create(database),
        new TransactionTemplate(new DataSourceTransactionManager(database)),
        new Signing(
            pubkey -> Optional.of(merchant).filter(keys -> keys.pubkey().equals(pubkey)),
            properties),
        () -> List.of(ONE, OTHER),
        properties,
        new Instance("test"),
        itsClock);
  }

  void post(String text) {
    postOnce(text, null);
  }

  void postOnce(String text, @Nullable String onceKey) {
    outbox.post(List.of(letter(customer.pubkey(), text, START.minusSeconds(5), onceKey, -1)));
  }

  void post(String text, Instant notBefore) {
    outbox.post(List.of(letter(customer.pubkey(), text, notBefore, null, -1)));
  }

  Letter letter(Pubkey to, String text, Instant notBefore, @Nullable String onceKey, int type) {
    return new Letter(
        merchant.pubkey(), to, type, text, notBefore, orderSeq(), onceKey, type == 1, type == 2);
  }

  long orderSeq() {
    return orderSeq("o");
  }

  long orderSeq(String id) {
    return jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, extra_data,
              total_msat, placed_at)
            VALUES ('m', :id, 'c', 'pub', 'e', now(), 'PLACED', '', '{}', '[]', '{}', 0, now())
            ON CONFLICT (merchant_id, public_key, id) DO UPDATE SET id = excluded.id RETURNING seq
            """)
        .param("id", id)
        .query(Long.class)
        .single();
  }

  /** Whether another message waits behind it. */
  boolean record(Outgoing sent, Map<URI, PublishOutcome> outcomes) {
    return deliveries.record(List.of(new Answered(sent, outcomes)));
  }

  Filing file(Incoming message, int type, @Nullable String orderId) {
    return inbox.file(List.of(new Read(message, type, orderId))).getFirst();
  }

  record Read(Incoming incoming, int type, @Nullable String orderId) implements ReadMessage {

    @Override
    public boolean isCommand() {
      return type == 0 && incoming.fromCustomer();
    }
  }

  boolean isKnown(EventId id, Pubkey merchant) {
    return inbox.areKnown(List.of(new Inbox.Question(id, merchant))).getFirst();
  }

  List<Outgoing> claim() {
    return claim(dispatch);
  }

  static List<Outgoing> claim(Dispatch dispatch) {
    List<Outgoing> claimed = new ArrayList<>();
    dispatch.claim().forEachRemaining(claimed::add);
    return claimed;
  }

  List<String> texts(List<Outgoing> claimed) {
    return claimed.stream()
        .map(o -> Nip04.decrypt(customer, merchant.pubkey(), o.event().content()))
        .toList();
  }

  String state() {
    return jdbc.sql("SELECT state FROM outbox").query(String.class).single();
  }

  Incoming order(String id, Instant createdAt, boolean caughtUp) {
    return said(customer, "{\"id\":\"" + id + "\",\"type\":0}", createdAt, caughtUp);
  }

  Incoming said(KeyPair author, String text, Instant createdAt, boolean caughtUp) {
    boolean fromCustomer = author.equals(customer);
    Event event = author.sign(new EventTemplate(4, createdAt, List.of(), text));
    return new Incoming(
        merchant.pubkey(),
        customer.pubkey(),
        fromCustomer,
        text,
        event,
        ONE.toString(),
        clock.instant(),
        caughtUp);
  }
}
