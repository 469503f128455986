package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import market.caravan.PermanentException;
import market.caravan.catalog.Bounds;
import market.caravan.catalog.MerchantCommand;
import market.caravan.catalog.MerchantProfile;
import market.caravan.catalog.ProfileEdit;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip19;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is to be done about a merchant, as it comes over the API. */
@Component("merchantCommands")
class MerchantCommands {

  private static final int KEY = 200;

  private final ObjectMapper json;

  MerchantCommands(ObjectMapper json) {
    this.json = json;
  }

  /** POST /merchant: {@code {private_key, public_key, config}}; the keys as hex, nsec, npub. */
  public MerchantCommand add(ApiRequest request) {
    JsonBody body = JsonBody.read(request, json);
    KeyPair keyPair = keyPair(body);
    ProfileEdit edit = profile(body.object("config"));
    body.check();
    if (keyPair == null) {
      throw new IllegalStateException("Without a key pair the body has a problem");
    }
    return new MerchantCommand.Add(
        UUID.randomUUID().toString(),
        request.known().accountId(),
        keyPair,
        edit.on(MerchantProfile.NONE));
  }

  /** Null where a problem is noted; what was typed is in none of them. */
  private static @Nullable KeyPair keyPair(JsonBody body) {
    String secret = body.name("private_key", KEY);
    String pubkey = body.name("public_key", KEY);
    if (secret.isBlank() || pubkey.isBlank()) {
      return null;
    }
    try {
      KeyPair keyPair = Nip19.keyPair(secret);
      if (keyPair.pubkey().equals(Nip19.pubkey(pubkey))) {
        return keyPair;
      }
      body.problem("public_key", "is not that of the private key", "value_error.pubkey");
    } catch (PermanentException e) {
      boolean isOfSecret = e.code().equals("malformed-private-key");
      body.problem(
          isOfSecret ? "private_key" : "public_key", String.valueOf(e.getMessage()), "value_error");
    }
    return null;
  }

  /** PATCH /merchant/{id}: MerchantConfig; what it leaves out stays as it is. */
  public MerchantCommand describe(ApiRequest request) {
    String merchant = own(request);
    JsonBody body = JsonBody.read(request, json);
    var command = new MerchantCommand.Describe(merchant, profile(body), body.yesOrNo("active"));
    body.check();
    return command;
  }

  /** PUT /merchant/{id}/toggle. */
  public MerchantCommand toggle(ApiRequest request) {
    return new MerchantCommand.Toggle(own(request));
  }

  /** PUT /merchant/{id}/nostr. */
  public MerchantCommand publish(ApiRequest request) {
    return new MerchantCommand.Publish(own(request));
  }

  /** DELETE /merchant/{id}/nostr. */
  public MerchantCommand withdraw(ApiRequest request) {
    return new MerchantCommand.Withdraw(own(request));
  }

  /** DELETE /merchant/{id}. */
  public MerchantCommand delete(ApiRequest request) {
    return new MerchantCommand.Delete(own(request));
  }

  /** GET /merchant/{id}/nostr, which changes things although it is a GET (nostrmarket). */
  public String reread(ApiRequest request) {
    if (!request.known().may(KeyKind.ADMIN)) {
      throw new Refused(403, "key-of-wrong-kind", "This needs the admin key");
    }
    return own(request);
  }

  /** The account's merchant, if it is the one that the path names. */
  private static String own(ApiRequest request) {
    String merchant = request.merchant();
    if (!merchant.equals(request.variable("id"))) {
      throw new PermanentException("unknown-merchant", "Merchant cannot be found");
    }
    return merchant;
  }

  private static ProfileEdit profile(JsonBody body) {
    return new ProfileEdit(
        said(body, "name", Bounds.NAME),
        said(body, "display_name", Bounds.NAME),
        said(body, "about", Bounds.DESCRIPTION),
        said(body, "picture", Bounds.ADDRESS),
        said(body, "banner", Bounds.ADDRESS),
        said(body, "website", Bounds.ADDRESS),
        said(body, "nip05", Bounds.NAME),
        said(body, "lud16", Bounds.NAME));
  }

  /** What is null is to be said no longer; what is not mentioned stays. */
  private static @Nullable String said(JsonBody body, String name, int longest) {
    String text = body.text(name, longest);
    return text == null && body.has(name) ? "" : text;
  }
}
