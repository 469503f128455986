package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.api.Operations.Operation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may call what: asked of all that the API's description has. */
class KeysIT extends MerchantApi {

  private static final List<String> SECRETS =
      List.of("A secret", "Old mug", "Hand-made", "The song", "zone-eu");

  /** A GET that changes things, as nostrmarket has it. */
  private static final Set<String> CHANGING = Set.of("/nostrmarket/api/v1/merchant/{id}/nostr");

  @Autowired private JdbcClient jdbc;

  private Operations operations() {
    return new Operations(
        OwnMerchant.json(OwnMerchant.send(merchant.rooted("/openapi.json").build())));
  }

  private Stream<DynamicTest> each(Consumer<Operation> check) {
    List<Operation> operations = operations().all();
    assertThat(operations).hasSizeGreaterThan(27);
    return operations.stream()
        .filter(operation -> !operation.open())
        .map(operation -> dynamicTest(operation.toString(), () -> check.accept(operation)));
  }

  private HttpResponse<String> call(Operation operation, String id, String key) {
    return merchant.call(
        operation.method(),
        operation.at(Map.of("pubkey", CUSTOMER), id),
        key,
        operations().body(operation, Map.of("id", id, "public_key", CUSTOMER, "stall_id", id)));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsAnsweredWithoutAKey() {
    return each(
        operation -> {
          for (String key : List.of("", "' OR 1=1 --")) {
            HttpResponse<String> answer = call(operation, "x", key);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(OwnMerchant.json(answer).path("detail").isTextual()).isTrue();
          }
        });
  }

  @Test
  void whatIsNoKeyIsNone() {
    for (String key : List.of("unknown", merchant.id, merchant.adminKey + "0")) {
      assertThat(merchant.call("GET", "/order", key, "").statusCode()).isEqualTo(401);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnotherMerchantsIsNeitherSeenNorChanged() {
    OwnMerchant other = another();
    other.fillCatalogue();
    other.order("theirs", CUSTOMER, "PAID");
    other.customer(CUSTOMER, 3, "{\"name\":\"A secret\"}");
    other.received(CUSTOMER, -1, "A secret");
    Map<String, String> before = rowsOf(other);
    return each(
        operation -> {
          for (String id : List.of("theirs", "stall-mugs", "mug", "zone-eu", other.id)) {
            HttpResponse<String> answer = call(operation, id, merchant.adminKey);
            assertThat(answer.statusCode()).isLessThan(500);
            assertThat(answer.body()).doesNotContain(other.keyPair.pubkey().hex());
            // What somebody sends may come back: an id of another's is no secret.
            for (String secret : SECRETS) {
              assertThat(secret.equals(id) || !answer.body().contains(secret))
                  .as(answer.body())
                  .isTrue();
            }
          }
          assertThat(rowsOf(other)).isEqualTo(before);
        });
  }

  /** All that is stored of a merchant, table by table. */
  private Map<String, String> rowsOf(OwnMerchant owner) {
    return jdbc
        .sql(
            """
            SELECT table_name FROM information_schema.columns JOIN information_schema.tables
              USING (table_schema, table_name)
            WHERE table_schema = 'public' AND column_name = 'merchant_id'
              AND table_type = 'BASE TABLE'
            """)
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toMap(table -> table, table -> rowsOf(owner, table)));
  }

  /** Without what the routes that read and publish keep for themselves meanwhile. */
  private String rowsOf(OwnMerchant owner, String table) {
    return List.of("relay_cursor", "publication").contains(table)
        ? ""
        : jdbc.sql(
                """
                SELECT coalesce(string_agg(row::text, chr(10) ORDER BY row::text), '')
                FROM (SELECT to_jsonb(t) - 'profile_due_at' AS row FROM %s t
                      WHERE merchant_id = :id) rows
                WHERE row->>'recipient' IS NOT NULL OR NOT jsonb_exists(row, 'recipient')
                """
                    .formatted(table))
            .param("id", owner.id)
            .query(String.class)
            .single();
  }

  @TestFactory
  Stream<DynamicTest> whatChangesThingsNeedsTheAdminKey() {
    return each(
        operation -> {
          HttpResponse<String> answer = call(operation, "x", merchant.invoiceKey);
          if (operation.reads() && !CHANGING.contains(operation.path())) {
            assertThat(answer.statusCode()).isNotEqualTo(403);
          } else {
            assertThat(answer.statusCode()).isEqualTo(403);
          }
        });
  }

  @Test
  void aKeyMayComeAsABearerToken() {
    var answer =
        merchant.call("GET", "/zone", "", "", "Authorization", "Bearer " + merchant.invoiceKey);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void anotherSpellingOfAnOpenPathOpensNothing() {
    for (String path :
        List.of("/currencies/../order", "/currencies;/../order", "/currencies/%2e%2e/order")) {
      assertThat(merchant.call("GET", "/nostrmarket/api/v1" + path, "", "").statusCode())
          .isIn(400, 401);
    }
  }

  @Test
  void aKeyWithoutAMerchantSeesNone() {
    String key = accountWithoutMerchant();
    var answer = merchant.call("GET", "/merchant", key, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null");
    answer = merchant.call("GET", "/order", key, "");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(OwnMerchant.json(answer).path("detail").asText())
        .isEqualTo("Merchant cannot be found");
  }
}
