package market.caravan.catalog;

import static market.caravan.catalog.Wares.MERCHANT;
import static market.caravan.catalog.Wares.product;
import static market.caravan.catalog.Wares.stall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.nostr.KeyPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Edits at the same moment as other edits, and as orders. */
class EditRacesIT extends PostgresTest {

  private final Catalog catalog = new Catalog(jdbc);
  private final CatalogChanges changes = new CatalogChanges(jdbc, Clock.systemUTC());
  private final CatalogLocks locks = new CatalogLocks(jdbc);
  private final Merchants merchants = new Merchants(jdbc, Wares.keys(jdbc), Clock.systemUTC());
  private final CatalogEdits edits =
      new CatalogEdits(
          locks,
          new MerchantEdits(
              catalog,
              merchants,
              new MerchantRemoval(jdbc, Wares.keys(jdbc)),
              new Publications(
                  jdbc,
                  new Announcements(catalog, new CatalogEvents(new Nip15Properties(false))),
                  new CatalogPublishingProperties(
                      Duration.ofSeconds(3), Duration.ofHours(1), Duration.ofMinutes(1), 10),
                  Clock.systemUTC())),
          new ZoneEdits(catalog, changes, locks),
          new StallEdits(catalog, changes, locks),
          new ProductEdits(catalog, changes, locks));
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(dataSource));

  @BeforeEach
  void openAShop() {
    Wares.addMerchant(jdbc, MERCHANT, KeyPair.generate());
    changes.save(stall("euros", "EUR"));
    changes.save(product("euros", "shirt", "1"));
  }

  private static ProductCommand edit(Seen seen, @Nullable String name, @Nullable Long quantity) {
    var stock = quantity == null ? null : new ProductEdit.Stock(quantity);
    return new ProductCommand.Change(
        MERCHANT,
        "shirt",
        seen,
        new ProductEdit(null, name, null, null, null, null, stock, null, null, null, null, false));
  }

  private void carryOut(CatalogCommand command) {
    transaction.executeWithoutResult(
        status -> {
          Object unused = edits.carryOut(command);
        });
  }

  @Test
  void oneOfManyEditorsWhoSawTheSameIsTheFirst() {
    Seen seen = new Seen("1.100", List.of());
    List<CompletableFuture<Void>> editors =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.runAsync(() -> carryOut(edit(seen, "Name " + i, null))))
            .toList();

    long refused =
        editors.stream()
            .filter(
                editor ->
                    editor.handle((done, failure) -> failure instanceof CompletionException).join())
            .count();

    assertThat(refused).isEqualTo(7);
    assertThat(catalog.product(MERCHANT, "shirt").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void oneOfTwoWhoAddTheSameIdIsTold() {
    var add = new ZoneCommand.Add(MERCHANT, "same", new ZoneEdit("x", null, BigDecimal.ONE, null));
    CompletableFuture<Void> second =
        transaction.execute(
            status -> {
              Object unused = edits.carryOut(add);
              var waiting = CompletableFuture.runAsync(() -> carryOut(add));
              awaitLockedOut();
              return waiting;
            });

    assertThatThrownBy(() -> Objects.requireNonNull(second).join())
        .hasCauseInstanceOf(PermanentException.class)
        .hasMessageContaining("of this id already");
    assertThat(catalog.zones(MERCHANT)).hasSize(1);
  }

  @Test
  void anEditWaitsForTheOrderThatIsTakingPieces() {
    CompletableFuture<Void> editor =
        transaction.execute(
            status -> {
              jdbc.sql("UPDATE product SET reserved = 60 WHERE id = 'shirt'").update();
              var waiting =
                  CompletableFuture.runAsync(() -> carryOut(edit(Seen.NOTHING, null, 50L)));
              awaitLockedOut();
              return waiting;
            });

    assertThatThrownBy(() -> Objects.requireNonNull(editor).join())
        .hasCauseInstanceOf(PermanentException.class)
        .hasMessageContaining("hold 60 pieces");
    assertThat(catalog.product(MERCHANT, "shirt").orElseThrow().quantity()).isEqualTo(100);
  }

  @Test
  void theOtherTenantsAreNotWaitedFor() {
    Wares.addMerchant(jdbc, "other", KeyPair.generate());
    transaction.executeWithoutResult(
        status -> {
          locks.lock("other");
          CompletableFuture.runAsync(() -> carryOut(edit(Seen.NOTHING, "Mine", null)))
              .orTimeout(30, TimeUnit.SECONDS)
              .join();
        });

    assertThat(catalog.product(MERCHANT, "shirt").orElseThrow().name()).isEqualTo("Mine");
  }
}
