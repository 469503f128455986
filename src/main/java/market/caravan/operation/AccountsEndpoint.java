package market.caravan.operation;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import market.caravan.api.ApiKeys;
import market.caravan.api.KeyEntry;
import market.caravan.api.KeyKind;
import market.caravan.api.LiveUpdates;
import market.caravan.catalog.Merchants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts and their API keys, for the operator: whoever has an account's admin key brings their
 * merchant. Over HTTP only, where it has the operator's login. A key is in the answer that makes
 * it, and never again.
 */
@Component
@WebEndpoint(id = "accounts")
class AccountsEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsEndpoint.class);

  private final Merchants merchants;
  private final ApiKeys keys;
  private final LiveUpdates updates;
  private final TransactionTemplate transaction;

  AccountsEndpoint(
      Merchants merchants, ApiKeys keys, LiveUpdates updates, TransactionTemplate transaction) {
    this.merchants = merchants;
    this.keys = keys;
    this.updates = updates;
    this.transaction = transaction;
  }

  /** An account that was just opened, with its keys. */
  record Opened(String accountId, String adminKey, String invoiceKey) {}

  /** A key that was just made. */
  record Made(String accountId, KeyKind kind, String key) {}

  /** The newest thousand keys. */
  @ReadOperation
  List<KeyEntry> all() {
    return keys.list(null);
  }

  /** The keys of one account; none where there is none such. */
  @ReadOperation
  List<KeyEntry> one(@Selector String account) {
    return keys.list(account);
  }

  /** A new account with a pair of keys. */
  @WriteOperation
  Opened open() {
    String account = UUID.randomUUID().toString();
    Opened opened =
        transaction.execute(
            status -> {
              merchants.openAccount(account);
              return new Opened(
                  account,
                  keys.create(account, KeyKind.ADMIN),
                  keys.create(account, KeyKind.INVOICE));
            });
    LOG.info("The operator has opened account {}", account);
    return opened;
  }

  /** Another key of an account; 404 where there is none such. */
  @WriteOperation
  WebEndpointResponse<Made> add(@Selector String account, KeyKind kind) {
    if (!merchants.isAccount(account)) {
      return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
    LOG.info("The operator has made a key of kind {} for account {}", kind, account);
    return new WebEndpointResponse<>(new Made(account, kind, keys.create(account, kind)));
  }

  /** A key opens nothing any more, and nobody listens by it; 404 where there is none such. */
  @DeleteOperation
  WebEndpointResponse<Void> revoke(@Selector String account, @Selector String key) {
    List<KeyEntry> before = keys.list(account);
    if (!keys.revoke(account, key)) {
      return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
    LOG.info("The operator has revoked key {} of account {}", key, account);
    before.stream()
        .map(KeyEntry::merchantId)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(updates::closeAll);
    return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
  }
}
