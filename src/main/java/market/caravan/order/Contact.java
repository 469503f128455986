package market.caravan.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** How the customer wants to be reached, each as they wrote it; null where they did not. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Contact(@Nullable String nostr, @Nullable String phone, @Nullable String email) {

  public static final Contact NONE = new Contact(null, null, null);
}
