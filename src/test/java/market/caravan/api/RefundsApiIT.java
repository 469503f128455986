package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refunds, as their merchant reads them and decides about them. */
class RefundsApiIT extends MerchantApi {

  private static final String PATH = "/api/v1/refunds";

  private String waiting = "";
  private String failed = "";
  private String asked = "";

  @BeforeEach
  void owe() {
    merchant.fillCatalogue();
    waiting = owe("o-1", "WAITS_FOR_APPROVAL", true);
    failed = owe("o-2", "FAILED", false);
    asked = owe("o-3", "WAITS_FOR_INVOICE", true);
  }

  private String owe(String order, String state, boolean whole) {
    merchant.order(order, CUSTOMER, whole ? "REFUND_DUE" : "PAID");
    merchant.sql(
        """
        INSERT INTO refund (order_seq, merchant_id, customer, payment_hash, wallet, reason,
          amount_msat, whole, state, ordered_at, created_at, updated_at)
        SELECT seq, merchant_id, public_key, ?, '', 'MERCHANT', 61000500, ?, ?, now(),
          to_timestamp(1700000000), to_timestamp(1700000001)
        FROM orders WHERE merchant_id = ? AND id = ?
        """,
        UUID.randomUUID().toString().replace("-", "").repeat(2),
        whole,
        state,
        merchant.id,
        order);
    merchant.sql(
        """
        INSERT INTO refund_history (refund_seq, at, event, state)
        SELECT max(seq), to_timestamp(1700000000), 'OPENED', ? FROM refund WHERE merchant_id = ?
        """,
        state,
        merchant.id);
    return merchant.read(PATH).path(0).path("id").asText();
  }

  @Test
  void listsThemNewestFirst() {
    assertThat(ids(merchant.read(PATH))).containsExactly(asked, failed, waiting);
    assertThat(ids(merchant.read(PATH + "?state=FAILED"))).containsExactly(failed);
    HttpResponse<String> page = merchant.get(PATH + "?limit=2");
    assertThat(ids(OwnMerchant.json(page))).containsExactly(asked, failed);
    assertThat(page.headers().firstValue("Link").orElse("")).contains("before=" + failed);
    assertThat(ids(merchant.read(PATH + "?before=" + failed))).containsExactly(waiting);
    assertThat(merchant.get(PATH + "?state=paid").statusCode()).isEqualTo(400);
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(refund -> refund.path("id").asText())
        .toList();
  }

  @Test
  void showsAllThatThereIsToKnowOfOne() {
    JsonNode refund = merchant.read(PATH + "/" + waiting);
    assertThat(refund.path("order_id").asText()).isEqualTo("o-1");
    assertThat(refund.path("public_key").asText()).isEqualTo(CUSTOMER);
    assertThat(refund.path("state").asText()).isEqualTo("WAITS_FOR_APPROVAL");
    assertThat(refund.path("reason").asText()).isEqualTo("MERCHANT");
    assertThat(refund.path("amount").asLong()).isEqualTo(61_000);
    assertThat(refund.path("amount_msat").asLong()).isEqualTo(61_000_500);
    assertThat(refund.path("payment_hash").asText()).hasSize(64);
    assertThat(refund.path("address").isNull()).isTrue();
    assertThat(refund.path("created_at").asLong()).isEqualTo(1_700_000_000);
    assertThat(refund.path("history").toString())
        .isEqualTo(
            "[{\"at\":1700000000,\"event\":\"OPENED\",\"state\":\"WAITS_FOR_APPROVAL\","
                + "\"detail\":null}]");
  }

  @Test
  void approvesOnce() {
    HttpResponse<String> answer = decide(waiting, "approve", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(OwnMerchant.json(answer).path("state").asText()).isNotEqualTo("WAITS_FOR_APPROVAL");
    assertThat(answer.body()).contains("\"APPROVED\"");
    assertThat(decide(waiting, "approve", "").statusCode()).isEqualTo(409);
    assertThat(decide(failed, "approve", "").statusCode()).isEqualTo(409);
  }

  @Test
  void triesAgainWhatHasFailed() {
    assertThat(decide(failed, "retry", "").statusCode()).isEqualTo(200);
    assertThat(decide(waiting, "retry", "").statusCode()).isEqualTo(409);
  }

  @Test
  void tellsTheCustomerHowItWasSettledOtherwise() {
    HttpResponse<String> answer = decide(asked, "decline", "{\"note\":\"Sent by bank\"}");
    assertThat(OwnMerchant.json(answer).path("state").asText()).isEqualTo("DECLINED");
    assertThat(merchant.read("/message/" + CUSTOMER).toString()).contains("Sent by bank");
    assertThat(decide(asked, "decline", "{\"note\":\"Sent by bank\"}").statusCode()).isEqualTo(409);
  }

  @Test
  void wantsToKnowHowItWasSettled() {
    assertThat(decide(asked, "decline", "").statusCode()).isEqualTo(400);
    assertThat(decide(asked, "decline", "{\"note\":\" \"}").statusCode()).isEqualTo(400);
    assertThat(decide(asked, "decline", "{\"note\":7}").statusCode()).isEqualTo(400);
    String tooLong = "{\"note\":\"" + "x".repeat(1_001) + "\"}";
    assertThat(decide(asked, "decline", tooLong).statusCode()).isEqualTo(400);
  }

  @Test
  void showsNobodyWhatAnotherMerchantOwes() {
    OwnMerchant other = another();
    assertThat(other.get(PATH + "/" + waiting).statusCode()).isEqualTo(404);
    assertThat(other.read(PATH)).isEmpty();
    for (String decision : List.of("approve", "retry")) {
      assertThat(
              other
                  .call("PUT", PATH + "/" + waiting + "/" + decision, other.adminKey, "")
                  .statusCode())
          .isEqualTo(404);
    }
    assertThat(merchant.read(PATH + "/" + waiting).path("state").asText())
        .isEqualTo("WAITS_FOR_APPROVAL");
  }

  @Test
  void knowsNoOtherIds() {
    for (String id : List.of("0", "x", "-1", "9".repeat(18), "9".repeat(30))) {
      assertThat(merchant.get(PATH + "/" + id).statusCode()).as(id).isEqualTo(404);
    }
  }

  @Test
  void decidesNothingWithAKeyThatReadsOrNone() {
    for (String decision : List.of("approve", "decline", "retry")) {
      String path = PATH + "/" + waiting + "/" + decision;
      assertThat(merchant.call("PUT", path, merchant.invoiceKey, "{}").statusCode()).isEqualTo(403);
      assertThat(merchant.call("PUT", path, "", "{}").statusCode()).isEqualTo(401);
    }
    assertThat(merchant.call("GET", PATH, "", "").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> decide(String refund, String decision, String body) {
    return merchant.call("PUT", PATH + "/" + refund + "/" + decision, merchant.adminKey, body);
  }
}
