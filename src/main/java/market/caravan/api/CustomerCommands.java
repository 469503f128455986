package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import market.caravan.PermanentException;
import market.caravan.mailbox.Customers;
import market.caravan.nostr.Pubkey;
import org.springframework.stereotype.Component;

/** What a merchant has to say to customers, and whom they add to those whom they know. */
@Component("customerCommands")
class CustomerCommands {

  /** Encrypted it is three times as long at most, which relays of usual limits still take. */
  private static final int MOST_CHARACTERS = 10_000;

  private final ObjectMapper json;

  CustomerCommands(ObjectMapper json) {
    this.json = json;
  }

  /** POST /message: {@code {message, public_key}}. */
  public WriteMessage message(ApiRequest request) {
    String merchant = request.merchant();
    JsonBody body = JsonBody.read(request, json);
    String text = body.requiredText("message");
    Pubkey customer = body.requiredPubkey("public_key");
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      body.problem("message", "1 to %d characters".formatted(MOST_CHARACTERS), "value_error");
    }
    body.check();
    return new WriteMessage(new Customers.Key(merchant, customer), text);
  }

  /**
   * POST /customer: {@code {public_key, merchant_id?}}.
   *
   * @throws PermanentException if it names another merchant
   */
  public Customers.Key add(ApiRequest request) {
    String merchant = request.merchant();
    JsonBody body = JsonBody.read(request, json);
    Pubkey customer = body.requiredPubkey("public_key");
    String named = body.text("merchant_id");
    body.check();
    if (named != null && !named.equals(merchant)) {
      throw new PermanentException("other-merchant", "Invalid merchant id for user");
    }
    return new Customers.Key(merchant, customer);
  }

  /** Refuses to add whom the merchant knows, as nostrmarket does. */
  public void requireNew(boolean added) {
    if (!added) {
      throw new Refused(409, "customer-known", "This public key already exists");
    }
  }
}
