package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import market.caravan.catalog.Bounds;
import market.caravan.catalog.ProductCommand;
import market.caravan.catalog.Seen;
import market.caravan.catalog.StallCommand;
import market.caravan.catalog.ZoneCommand;
import org.springframework.stereotype.Component;

/** What a merchant wants done with what they sell, as it comes over the API. */
@Component("catalogueCommands")
class CatalogueCommands {

  private final ObjectMapper json;
  private final CatalogueJson catalogue;

  CatalogueCommands(ObjectMapper json, CatalogueJson catalogue) {
    this.json = json;
    this.catalogue = catalogue;
  }

  /** POST /zone: {@code {id:null, name, countries, cost, currency}}. */
  public ZoneCommand addZone(ApiRequest request) {
    JsonBody body = body(request);
    body.require("currency");
    body.require("cost");
    var command = new ZoneCommand.Add(request.merchant(), newId(body), CatalogueJson.zone(body));
    body.check();
    return command;
  }

  /** PATCH /zone/{id}: a zone; what it leaves out stays as it is. */
  public ZoneCommand changeZone(ApiRequest request) {
    JsonBody body = bodyOfPath(request);
    var command =
        new ZoneCommand.Change(
            request.merchant(), id(request), seen(request, body), CatalogueJson.zone(body));
    body.check();
    return command;
  }

  /** DELETE /zone/{id}. */
  public ZoneCommand deleteZone(ApiRequest request) {
    return new ZoneCommand.Delete(request.merchant(), id(request), seen(request));
  }

  /** POST /stall: {@code {name, wallet, currency, shipping_zones, config}}. */
  public StallCommand addStall(ApiRequest request) {
    JsonBody body = body(request);
    var command = new StallCommand.Add(request.merchant(), newId(body), catalogue.stall(body));
    body.check();
    return command;
  }

  /** PUT /stall/{id}: a stall; what it leaves out stays as it is, but its name. */
  public StallCommand changeStall(ApiRequest request) {
    JsonBody body = bodyOfPath(request);
    var command =
        new StallCommand.Change(
            request.merchant(), id(request), seen(request, body), catalogue.stall(body));
    body.check();
    return command;
  }

  /** DELETE /stall/{id}, its products too. */
  public StallCommand deleteStall(ApiRequest request) {
    return new StallCommand.Delete(request.merchant(), id(request), seen(request));
  }

  /** POST /product; a quantity of null is unlimited. */
  public ProductCommand addProduct(ApiRequest request) {
    JsonBody body = body(request);
    body.require("stall_id");
    body.require("price");
    String name = body.name("name", Bounds.NAME);
    if (!body.has("quantity")) {
      body.problem("quantity", "field required", "value_error.missing");
    }
    var command =
        new ProductCommand.Add(request.merchant(), newId(body), catalogue.product(body, name));
    body.check();
    return command;
  }

  /** PATCH /product/{id}: a product; what it leaves out stays as it is. */
  public ProductCommand changeProduct(ApiRequest request) {
    JsonBody body = bodyOfPath(request);
    String name = body.has("name") ? body.name("name", Bounds.NAME) : null;
    var command =
        new ProductCommand.Change(
            request.merchant(), id(request), seen(request, body), catalogue.product(body, name));
    body.check();
    return command;
  }

  /** DELETE /product/{id}. */
  public ProductCommand deleteProduct(ApiRequest request) {
    return new ProductCommand.Delete(request.merchant(), id(request), seen(request));
  }

  private JsonBody body(ApiRequest request) {
    String unused = request.merchant(); // who has none is told so before their body is looked at
    return JsonBody.read(request, json);
  }

  /** The body of what the path names: it says nothing of another thing. */
  private JsonBody bodyOfPath(ApiRequest request) {
    JsonBody body = body(request);
    String id = body.text("id");
    if (id != null && !id.equals(id(request))) {
      body.problem("id", "is not the one that the path names", "value_error");
    }
    return body;
  }

  private static String id(ApiRequest request) {
    return request.variable("id");
  }

  /** nostrmarket sends null where the server is to choose. */
  private static String newId(JsonBody body) {
    String id = body.text("id");
    if (id == null || id.isEmpty()) {
      return UUID.randomUUID().toString();
    }
    if (!Bounds.isId(id)) {
      body.problem("id", "1 to 128 letters, digits and . _ : - expected", "value_error");
    }
    return id;
  }

  private static Seen seen(ApiRequest request) {
    return new Seen(null, request.tags());
  }

  private static Seen seen(ApiRequest request, JsonBody body) {
    return new Seen(body.version(), request.tags());
  }
}
