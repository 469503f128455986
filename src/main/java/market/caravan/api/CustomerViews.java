package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import market.caravan.mailbox.Customers;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers as their merchant reads them. */
@Repository("customerViews")
class CustomerViews {

  private static final String OF_MERCHANT =
      """
      SELECT merchant_id, public_key, event_created_at, profile, unread_messages FROM customer
      WHERE merchant_id = :merchant
      """;

  private static final String LIST =
      OF_MERCHANT
          + """
        AND (cast(:before AS text) IS NULL OR public_key > cast(:before AS text))
      ORDER BY public_key LIMIT :limit
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final ApiProperties properties;

  CustomerViews(JdbcClient jdbc, ObjectMapper json, ApiProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.properties = properties;
  }

  /** GET /customer, by public key. */
  public Answer list(ApiRequest request) {
    int limit = request.limit(properties.maxRows());
    var rows =
        jdbc.sql(LIST)
            .param("merchant", request.merchant())
            .param("before", request.text("before").orElse(null))
            .param("limit", limit + 1)
            .query(this::row)
            .list();
    return Pages.of(request, rows, limit, CustomerView::publicKey, page -> page);
  }

  /** One whom the merchant knows. */
  public CustomerView one(Customers.Key key) {
    return jdbc.sql(OF_MERCHANT + " AND public_key = :customer")
        .param("merchant", key.merchantId())
        .param("customer", key.customer().hex())
        .query(this::row)
        .single();
  }

  private CustomerView row(ResultSet row, int number) throws SQLException {
    @Nullable Long eventCreatedAt = UnixTime.of(row, "event_created_at");
    JsonNode profile = tree(row.getString("profile"));
    return new CustomerView(
        row.getString("merchant_id"),
        row.getString("public_key"),
        eventCreatedAt,
        new CustomerView.Profile(text(profile, "name"), text(profile, "about")),
        row.getInt("unread_messages"));
  }

  /**
   * A missing node where what the customer wrote is no JSON: no customer disappears because of it.
   */
  private JsonNode tree(String profile) {
    try {
      return json.readTree(profile);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
