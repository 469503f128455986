package market.caravan.embedded;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * A part of the embedded default.
 *
 * @param refusal one sentence: why it is not for production, and what to set
 * @param properties what replaces it, any one of these
 */
record EmbeddedPart(String refusal, List<String> properties) {

  static final List<EmbeddedPart> ALL =
      List.of(
          new EmbeddedPart(
              "The embedded PostgreSQL is no production database: set spring.datasource.url.",
              List.of("spring.datasource.url")),
          new EmbeddedPart(
              "The embedded relay is known to nobody else: set caravan.relays.",
              List.of("caravan.relays")),
          new EmbeddedPart(
              "The simulated node takes no money: set caravan.lightning.backend.",
              List.of("caravan.lightning.backend")),
          new EmbeddedPart(
              "A generated master key lies beside what it seals: set caravan.master-key or"
                  + " caravan.master-key-file.",
              List.of("caravan.master-key", "caravan.master-key-file")),
          new EmbeddedPart(
              "A generated operator's key is printed at the start: set caravan.operator.key.",
              List.of("caravan.operator.key")));

  /** Asked for beside others, and refused all the same. */
  private static final EmbeddedPart RELAY_ASKED_FOR =
      new EmbeddedPart(
          "The embedded relay takes anybody's events: remove caravan.embedded.relay.enabled.",
          List.of("caravan.embedded.relay.enabled"));

  private static final EmbeddedPart SIMULATED_WALLET =
      new EmbeddedPart(
          "A wallet at a simulated node takes no money: correct caravan.lightning.wallets.",
          List.of("caravan.lightning.wallets"));

  /** Names the simulated node where another value would name a real one. */
  private static final String SIMULATED = "simulated";

  /** Those that would be used with this configuration. */
  static List<EmbeddedPart> usedIn(Environment environment) {
    Stream<EmbeddedPart> unreplaced = ALL.stream().filter(part -> part.isUsedIn(environment));
    Stream<EmbeddedPart> askedFor =
        Stream.of(RELAY_ASKED_FOR).filter(part -> part.isAskedForIn(environment));
    Stream<EmbeddedPart> wallets =
        Stream.of(SIMULATED_WALLET).filter(part -> hasSimulatedWallet(environment));
    return Stream.of(unreplaced, askedFor, wallets).flatMap(parts -> parts).toList();
  }

  private static boolean hasSimulatedWallet(Environment environment) {
    return Binder.get(environment)
        .bind("caravan.lightning.wallets", Bindable.mapOf(String.class, Object.class))
        .orElse(Map.of())
        .values()
        .stream()
        .anyMatch(
            wallet ->
                wallet instanceof Map<?, ?> properties
                    && SIMULATED.equals(properties.get("backend")));
  }

  /** As Spring Boot's conditions have it: by anything but a false. */
  private boolean isAskedForIn(Environment environment) {
    return properties.stream()
        .map(environment::getProperty)
        .anyMatch(value -> value != null && !value.equalsIgnoreCase("false"));
  }

  private boolean isUsedIn(Environment environment) {
    return properties.stream()
        .allMatch(
            property ->
                UnsetCondition.isUnset(environment, property)
                    || SIMULATED.equals(environment.getProperty(property)));
  }
}
