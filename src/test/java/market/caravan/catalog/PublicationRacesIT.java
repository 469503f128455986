package market.caravan.catalog;

import static market.caravan.catalog.Wares.MERCHANT;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import market.caravan.PostgresTest;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is published at the same moment as it is edited: an edit changes several in any order. */
class PublicationRacesIT extends PostgresTest {

  private final Clock clock = Clock.systemUTC();
  private final CatalogChanges changes = new CatalogChanges(jdbc, clock);
  private final CatalogLocks locks = new CatalogLocks(jdbc);
  private final Publications publications =
      new Publications(
          jdbc,
          new Announcements(new Catalog(jdbc), new CatalogEvents(new Nip15Properties(false))),
          new CatalogPublishingProperties(
              Duration.ofSeconds(3), Duration.ofHours(1), Duration.ofMinutes(1), 10),
          clock);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(dataSource));

  @BeforeEach
  void openAShop() {
    Wares.addMerchant(jdbc, MERCHANT, KeyPair.generate());
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "shirt", "1"));
    jdbc.sql(
            """
            WITH sent AS (
              INSERT INTO outbox (merchant_id, lane, kind, type, content, tags, not_before, state,
                created_at, event_time)
              SELECT 'm', id, kind, -1, '', '[]', now(), 'DELIVERED', now(), now() FROM publication
              RETURNING seq, kind),
            events AS (
              INSERT INTO outbox_event SELECT 'event ' || kind, seq, now(), now(), '' FROM sent)
            UPDATE publication p SET due = FALSE, outbox_seq = seq FROM sent
            WHERE sent.kind = p.kind
            """)
        .update();
  }

  private void touch(String id) {
    jdbc.sql("UPDATE publication SET due_after = due_after WHERE id = :id")
        .param("id", id)
        .update();
  }

  private List<String> underWay() {
    return jdbc.sql("SELECT id FROM publication WHERE outbox_seq IS NOT NULL")
        .query(String.class)
        .list();
  }

  @Test
  void whatHasArrivedIsNotedWithoutWaitingForAnEdit() {
    transaction.executeWithoutResult(
        status -> {
          touch("shirt");
          CompletableFuture.runAsync(publications::due).orTimeout(30, TimeUnit.SECONDS).join();
          assertThat(underWay()).containsExactly("shirt");
          touch("euros");
        });

    var unused = publications.due();
    assertThat(underWay()).isEmpty();
  }

  @Test
  void whatIsPublishedAnewWaitsForAnEditOfItBeforeItLocksAny() {
    List<URI> relays = List.of(URI.create("wss://new.example.com"));
    var unused = publications.due();
    CompletableFuture<Void> renewal =
        transaction.execute(
            status -> {
              locks.lock(MERCHANT);
              touch("shirt");
              var waiting = CompletableFuture.runAsync(() -> publications.renewFor(relays));
              awaitLockedOut();
              touch("euros");
              return waiting;
            });

    Objects.requireNonNull(renewal).join();
    assertThat(jdbc.sql("SELECT count(*) FROM publication WHERE due").query(Long.class).single())
        .isEqualTo(3);
  }
}
