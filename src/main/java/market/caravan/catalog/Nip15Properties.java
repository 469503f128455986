package market.caravan.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the catalogue is written where the field's clients and the specification differ.
 *
 * @param unlimitedAsNull whether an unlimited product's quantity is written null, as NIP-15 has it;
 *     otherwise as a million, since null can't be put into the cart of nostrmarket's client
 */
@ConfigurationProperties("caravan.nip15")
public record Nip15Properties(@DefaultValue("false") boolean unlimitedAsNull) {

  /** The quantity that an unlimited product is shown with; coming back, it is unlimited still. */
  public static final long UNLIMITED = 1_000_000;

  /** How pieces are shown to clients; null, for unlimited, only where that is configured. */
  public @Nullable Long shown(@Nullable Long pieces) {
    return pieces == null && !unlimitedAsNull ? Long.valueOf(UNLIMITED) : pieces;
  }
}
