package market.caravan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Holds the table of packages in docs/architecture.md. */
@AnalyzeClasses(packages = "market.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule moneyStandsAlone = mayUse("money");

  @ArchTest
  static final ArchRule ratesAreOfCurrenciesAndMerchants = mayUse("rates", "money", "nostr");

  @ArchTest static final ArchRule vaultStandsAlone = mayUse("vault");

  @ArchTest static final ArchRule nostrStandsAlone = mayUse("nostr");

  @ArchTest static final ArchRule theRelayPoolKnowsTheProtocol = mayUse("nostr.relay", "nostr");

  @ArchTest
  static final ArchRule theNostrComponentKnowsThePool =
      mayUse("nostr.camel", "nostr", "nostr.relay");

  @ArchTest static final ArchRule lightningKnowsMoney = mayUse("lightning", "money");

  @ArchTest
  static final ArchRule theLightningComponentKnowsThePort = mayUse("lightning.camel", "lightning");

  @ArchTest
  static final ArchRule theSimulatedNodeIsAnAdapter =
      mayUse("lightning.simulated", "lightning", "money", "vault");

  @ArchTest
  static final ArchRule lndIsAnAdapter = mayUse("lightning.lnd", "lightning", "money", "vault");

  @ArchTest
  static final ArchRule walletsAreWhatTheAdaptersBring = mayUse("lightning.wallets", "lightning");

  @ArchTest
  static final ArchRule circuitBreakersAreInTheRoomOfTheWallets =
      noClasses()
          .that()
          .resideOutsideOfPackage("market.caravan.lightning.wallets")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.resilience4j.circuitbreaker..");

  @ArchTest
  static final ArchRule rateLimitersAreInTheRoomOfTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("market.caravan.api")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.resilience4j.ratelimiter..");

  @ArchTest
  static final ArchRule resilienceIsInItsRooms =
      noClasses()
          .that()
          .resideOutsideOfPackages("market.caravan.api", "market.caravan.lightning.wallets")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.resilience4j..");

  @ArchTest
  static final ArchRule addressesLeadToInvoices = mayUse("lightning.address", "lightning", "money");

  @ArchTest
  static final ArchRule catalogKnowsWhatIsSold = mayUse("catalog", "money", "nostr", "vault");

  @ArchTest static final ArchRule inventoryCountsTheCatalog = mayUse("inventory", "catalog");

  @ArchTest
  static final ArchRule orderKnowsNoPost =
      mayUse("order", "money", "catalog", "inventory", "nostr", "lightning", "vault");

  @ArchTest static final ArchRule mailboxKnowsNoOrders = mayUse("mailbox", "nostr", "nostr.relay");

  @ArchTest
  static final ArchRule dialectsTranslateBetweenOrderAndMailbox =
      mayUse("dialect", "order", "refund", "mailbox", "nostr", "catalog", "money");

  @ArchTest
  static final ArchRule refundKnowsNoPost =
      mayUse("refund", "order", "lightning", "lightning.address", "money", "nostr", "nostr.relay");

  @ArchTest
  static final ArchRule relaysArePutTogetherFromThePoolAndTheCursors =
      mayUse("relays", "nostr", "nostr.relay", "mailbox");

  @ArchTest
  static final ArchRule theApiShowsTheDomain =
      mayUse(
          "api",
          "money",
          "nostr",
          "nostr.relay",
          "catalog",
          "order",
          "refund",
          "mailbox",
          "reconciliation",
          "restore");

  @ArchTest
  static final ArchRule restoreReadsWhatWasSaid =
      mayUse("restore", "dialect", "mailbox", "order", "catalog", "lightning", "money", "nostr");

  @ArchTest
  static final ArchRule reconciliationReadsWhatOrdersAndNodesSay =
      mayUse("reconciliation", "order", "lightning", "money");

  /** Or else the root and a package could each need the other, and no slice would show it. */
  @ArchTest
  static final ArchRule theRootUsesNoPackage =
      noClasses()
          .that()
          .resideInAPackage("market.caravan")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("market.caravan..")
                  .and(not(resideInAnyPackage("market.caravan"))));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("market.caravan.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule camelIsInItsRooms =
      noClasses()
          .that(not(resideInAnyPackage("market.caravan..camel..", "market.caravan.api..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule theProtocolsKnowNoSpring =
      noClasses()
          .that()
          .resideInAnyPackage(
              "market.caravan.nostr", "market.caravan.nostr.relay", "market.caravan.lightning")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..");

  @ArchTest
  static final ArchRule nativeCryptographyIsInItsRooms =
      noClasses()
          .that()
          .resideOutsideOfPackages("market.caravan.nostr", "market.caravan.lightning..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("fr.acinq..", "nostr..");

  @ArchTest
  static final ArchRule grpcIsInTheRoomOfLnd =
      noClasses()
          .that()
          .resideOutsideOfPackage("market.caravan.lightning.lnd")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "org.lightningj..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule strangersAreAskedInTheRoomOfAddresses =
      noClasses()
          .that()
          .resideOutsideOfPackages("market.caravan.lightning.address", "market.caravan.camel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule sqlIsInRepositories =
      noClasses()
          .that()
          .areNotAnnotatedWith(Repository.class)
          .and()
          .areTopLevelClasses()
          .should()
          .dependOnClassesThat(simpleName("JdbcClient").or(simpleName("JdbcTemplate")));

  /** It keeps its connection until somebody closes it; a list doesn't. */
  @ArchTest
  static final ArchRule noRowsAreStreamed =
      noClasses().should().callMethod(JdbcClient.MappedQuerySpec.class, "stream");

  @ArchTest
  static final ArchRule timeComesFromTheClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule noFloatingPointNearMoney =
      noClasses()
          .that()
          .resideInAnyPackage(
              "market.caravan.money..",
              "market.caravan.catalog..",
              "market.caravan.order..",
              "market.caravan.refund..",
              "market.caravan.rates..",
              "market.caravan.reconciliation..",
              "market.caravan.restore..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Double.class, Float.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(double.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(float.class);

  /** What a package may use of ours besides itself and the root's exceptions. */
  private static ArchRule mayUse(String name, String... others) {
    String[] allowed = new String[others.length + 2];
    allowed[0] = "market.caravan";
    allowed[1] = "market.caravan." + name;
    for (int i = 0; i < others.length; i++) {
      allowed[i + 2] = "market.caravan." + others[i];
    }
    return noClasses()
        .that()
        .resideInAPackage("market.caravan." + name)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("market.caravan..").and(not(resideInAnyPackage(allowed))));
  }
}
