package market.caravan.mailbox;

import static market.caravan.mailbox.Inbox.timestamp;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.Gathering;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.relay.IntakeJournal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far each relay has been read for each merchant, in the database. */
@Repository
class RelayCursors implements IntakeJournal {

  /** Messages that are looked up together. */
  private static final int MOST_ASKED = 100;

  private final JdbcClient jdbc;
  private final Gathering<Inbox.Question, Boolean> known;
  private final OurRelays relays;
  private final Clock clock;

  RelayCursors(JdbcClient jdbc, Inbox inbox, OurRelays relays, Clock clock) {
    this.jdbc = jdbc;
    this.known = new Gathering<>(MOST_ASKED, inbox::areKnown, failure -> true);
    this.relays = relays;
    this.clock = clock;
  }

  @Override
  public Set<Pubkey> accounts() {
    return jdbc.sql("SELECT public_key FROM merchant").query(String.class).list().stream()
        .map(Pubkey::new)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean isKnown(Pubkey account, EventId id) {
    return known.ask(new Inbox.Question(id, account));
  }

  @Override
  public Optional<Instant> cursor(Pubkey account, URI relay, int kind) {
    return jdbc.sql(
            """
            SELECT cursor FROM relay_cursor JOIN merchant ON merchant.id = merchant_id
            WHERE public_key = :account AND relay = :relay AND kind = :kind
              AND cursor IS NOT NULL
            """)
        .param("account", account.hex())
        .param("relay", relay.toString())
        .param("kind", kind)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public void saveCursor(Pubkey account, URI relay, int kind, Instant cursor) {
    upsert(account, relay, kind, "cursor", timestamp(cursor));
  }

  @Override
  public void connected(Pubkey account, URI relay, int kind) {
    upsert(account, relay, kind, "caught_up", false);
  }

  @Override
  public void caughtUp(Pubkey account, URI relay, int kind) {
    upsert(account, relay, kind, "caught_up", true);
    if (kind == Outbox.DIRECT_MESSAGE) {
      noteFirstCatchUp(account, kind);
    }
  }

  /** Orders wait for the messages of all relays; what else is read keeps nobody waiting. */
  private void noteFirstCatchUp(Pubkey account, int kind) {
    String[] all = relays.all().stream().map(URI::toString).toArray(String[]::new);
    jdbc.sql(
            """
            UPDATE merchant SET first_caught_up_at = :now
            WHERE public_key = :account AND first_caught_up_at IS NULL AND NOT EXISTS (
              SELECT 1 FROM unnest(:relays) AS ours (relay) WHERE NOT EXISTS (
                SELECT 1 FROM relay_cursor c WHERE c.merchant_id = merchant.id
                  AND c.relay = ours.relay AND c.kind = :kind AND c.caught_up))
            """)
        .param("now", timestamp(clock.instant()))
        .param("account", account.hex())
        .param("relays", all)
        .param("kind", kind)
        .update();
  }

  private void upsert(Pubkey account, URI relay, int kind, String column, Object value) {
    jdbc.sql(
            """
            INSERT INTO relay_cursor (merchant_id, relay, kind, %1$s)
            SELECT id, :relay, :kind, :value FROM merchant WHERE public_key = :account
            ON CONFLICT (merchant_id, relay, kind) DO UPDATE SET %1$s = excluded.%1$s
            """
                .formatted(column))
        .param("account", account.hex())
        .param("relay", relay.toString())
        .param("kind", kind)
        .param("value", value)
        .update();
  }
}
