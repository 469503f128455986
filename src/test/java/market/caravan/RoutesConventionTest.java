package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.RouteFiles.RouteFile;
import market.caravan.RouteFiles.RouteText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds what docs/architecture.md says of the routes, by reading their files. */
class RoutesConventionTest {

  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z]+(-[a-z]+)+");
  private static final Pattern ONE_ACCESS_OR_COMPARISON =
      Pattern.compile("\\$\\{[A-Za-z.]+}( (==|!=|>|<) ('[^']*'|null|true|false|\\d+))?");
  private static final Set<String> INNER = Set.of("direct", "seda", "gather");
  private static final Set<String> NETWORK = Set.of("nostr", "lightning", "http", "https", "jdbc");
  private static final Set<String> NOT_IN_A_TRANSACTION =
      Set.of("onException", "doTry", "errorHandler", "parallelProcessing", "threads", "wireTap");
  private static final Pattern METHOD = Pattern.compile("(\\w+)(\\(.*\\))?");

  private static final List<RouteFile> FILES = RouteFiles.all();
  private static final List<RouteText> ROUTES =
      FILES.stream().flatMap(file -> file.routes().stream()).toList();

  @TestFactory
  Stream<DynamicTest> everyFileIsNamedAfterItsFirstRoute() {
    return FILES.stream()
        .filter(file -> !file.routes().isEmpty())
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.stem(), () -> assertThat(file.firstId()).isEqualTo(file.stem())));
  }

  @TestFactory
  Stream<DynamicTest> everyRouteHasABusinessNameAndReadsAsASentence() {
    return each(
        route -> {
          assertThat(route.id()).matches(KEBAB_CASE);
          assertThat(route.description()).matches("[A-Z].{20,}\\.");
        });
  }

  @TestFactory
  Stream<DynamicTest> everyInnerEndpointIsNamedAfterItsRoute() {
    Set<String> ids = ROUTES.stream().map(RouteText::id).collect(Collectors.toSet());
    return each(
        route -> {
          if (Set.of("direct", "seda").contains(route.from().scheme())) {
            assertThat(route.from().path()).isEqualTo(route.id());
          }
          for (RouteFiles.Endpoint endpoint : route.endpoints()) {
            if (INNER.contains(endpoint.scheme())) {
              assertThat(ids).as(endpoint.toString()).contains(endpoint.path());
            }
            if (endpoint.scheme().equals("seda")) {
              assertThat(endpoint.parameters())
                  .containsEntry("size", "1")
                  .containsEntry("discardWhenFull", "true");
            }
          }
        });
  }

  @Test
  void everyInnerEndpointHasOneConsumer() {
    assertThat(ROUTES.stream().map(route -> route.from().scheme() + ":" + route.from().path()))
        .filteredOn(uri -> !uri.startsWith("nostr") && !uri.startsWith("lightning"))
        .doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> aTransactedRouteIsOneTransactionAndNothingElse() {
    return each(
        route -> {
          if (!route.keys().contains("transacted")) {
            return;
          }
          assertThat(route.steps().getFirst()).containsOnlyKeys("transacted");
          assertThat(route.keys()).doesNotContainAnyElementsOf(NOT_IN_A_TRANSACTION);
          assertThat(route.endpoints())
              .extracting(RouteFiles.Endpoint::scheme)
              .doesNotContainAnyElementsOf(NETWORK)
              .doesNotContain("seda", "gather");
        });
  }

  @TestFactory
  Stream<DynamicTest> aTransactedRouteCallsOnlyTransactedRoutes() {
    Map<String, RouteText> byId =
        ROUTES.stream().collect(Collectors.toMap(RouteText::id, route -> route));
    return each(
        route -> {
          if (route.keys().contains("transacted")) {
            route.endpoints().stream()
                .filter(endpoint -> endpoint.scheme().equals("direct"))
                .map(endpoint -> byId.get(endpoint.path()))
                .forEach(called -> assertThat(called.keys()).contains("transacted"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyBeanAndMethodExists() {
    Map<String, Class<?>> beans = RouteFiles.beans();
    return each(
        route -> {
          for (Map<?, ?> call : route.beanCalls()) {
            String ref = String.valueOf(call.get("ref"));
            Matcher method = METHOD.matcher(String.valueOf(call.get("method")));
            Class<?> bean = Objects.requireNonNull(beans.get(ref), ref);
            assertThat(method.matches()).as("%s names a method of %s", call, ref).isTrue();
            assertThat(Arrays.stream(bean.getMethods()).map(m -> m.getName()))
                .as(ref)
                .contains(method.group(1));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aSimpleExpressionIsOneAccessOrOneComparison() {
    return each(
        route ->
            assertThat(route.simpleExpressions())
                .allSatisfy(text -> assertThat(text).matches(ONE_ACCESS_OR_COMPARISON)));
  }

  @TestFactory
  Stream<DynamicTest> noRouteHoldsSqlOrAScript() {
    return each(
        route ->
            assertThat(route.keys())
                .doesNotContain("sql", "groovy", "joor", "js", "jq", "jsonpath", "script"));
  }

  private static Stream<DynamicTest> each(java.util.function.Consumer<RouteText> check) {
    return ROUTES.stream()
        .map(route -> DynamicTest.dynamicTest(route.id(), () -> check.accept(route)));
  }
}
