package market.caravan.api;

import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import market.caravan.catalog.Catalog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Who may listen to a merchant's live updates. */
@Component
class ListenerKeys {

  private static final String NO_MERCHANT = "Merchant cannot be found";

  private final ApiKeys keys;
  private final CallLimits limits;
  private final Catalog catalog;
  private final ApiProperties properties;
  private final Semaphore silent;

  ListenerKeys(ApiKeys keys, CallLimits limits, Catalog catalog, ApiProperties properties) {
    this.keys = keys;
    this.limits = limits;
    this.catalog = catalog;
    this.properties = properties;
    this.silent = new Semaphore(properties.maxSilentListeners());
  }

  /**
   * Why a client may not listen to this merchant; null where it may. The key is in {@code ?key=};
   * where it is not, the first frame is waited for, by so many that clients who say nothing keep
   * nobody out who brings a key.
   *
   * @param client the address that it calls from
   */
  @Nullable String refusal(
      String merchantId, URI address, String client, BlockingQueue<String> firstFrame)
      throws InterruptedException {
    if (properties.openWebsocket()) {
      return catalog.merchant(merchantId).isPresent() ? null : NO_MERCHANT;
    }
    String key = UriComponentsBuilder.fromUri(address).build().getQueryParams().getFirst("key");
    return key == null ? refusal(merchantId, client, firstFrame) : refusal(merchantId, client, key);
  }

  private @Nullable String refusal(
      String merchantId, String client, BlockingQueue<String> firstFrame)
      throws InterruptedException {
    if (!silent.tryAcquire()) {
      return "Too many clients have shown no key yet: bring it as ?key=";
    }
    String key;
    try {
      key = firstFrame.poll(properties.listenerKeyWait().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      silent.release();
    }
    return key == null
        ? "An API key is needed: ?key= or the first frame"
        : refusal(merchantId, client, key);
  }

  private @Nullable String refusal(String merchantId, String client, String key) {
    Caller caller = limits.find(key.strip(), client, keys::find).orElse(null);
    if (caller == null) {
      return "This API key is not known";
    }
    return merchantId.equals(caller.merchantId()) ? null : NO_MERCHANT;
  }
}
