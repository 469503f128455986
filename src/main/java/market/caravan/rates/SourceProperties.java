package market.caravan.rates;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * Where to ask, and where in the answer the prices of one bitcoin are.
 *
 * @param url https, or plain http of this machine; it may hold a key and is never logged
 * @param pointer a JSON pointer, such as {@code /rates/{currency}/value}
 * @param currency of the one price that a pointer without {@code {currency}} leads to
 */
record SourceProperties(
    @NotBlank String url, @NotBlank String pointer, @Nullable Currency currency) {

  /**
   * The feed of this source.
   *
   * @throws IllegalArgumentException if it can't be asked
   */
  RateFeed feed(String name) {
    URI uri = URI.create(url);
    boolean here = "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost());
    if (!here && (!"https".equals(uri.getScheme()) || uri.getHost() == null)) {
      throw new IllegalArgumentException(
          "The address of the exchange rates' source " + name + " is not https");
    }
    return new RateFeed(name, url, PricePointer.parse(pointer, currency));
  }

  @Override
  public String toString() {
    return "SourceProperties[pointer=" + pointer + "]";
  }
}
