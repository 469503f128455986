package market.caravan.lightning.address;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where somebody can be paid, {@code name@domain} (LUD-16).
 *
 * @param name of lower-case letters, digits, {@code -_.} and {@code +}
 * @param domain a name in the public DNS, in lower case: no IP address, no port, no onion
 */
public record LightningAddress(String name, String domain) {

  private static final int MOST_CHARACTERS = 320;
  private static final Pattern NAME = Pattern.compile("[a-z0-9_.+-]{1,64}");

  /** As RFC 1123 has it; the last label begins with a letter, as that of no IPv4 address does. */
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  public LightningAddress {
    // "." and ".." would be other paths of the host
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("This is no name of a Lightning address");
    }
    if (!DOMAIN.matcher(domain).matches() || domain.endsWith(".onion")) {
      throw new IllegalArgumentException("This is no domain of a Lightning address");
    }
  }

  /** Reads what a customer has written in any case, with space around it; empty if it is none. */
  public static Optional<LightningAddress> parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    String[] parts = text.strip().toLowerCase(Locale.ROOT).split("@", -1);
    try {
      return parts.length == 2
          ? Optional.of(new LightningAddress(parts[0], parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As a customer reads it. */
  public String text() {
    return name + "@" + domain;
  }

  /** Without the address, which is a customer's. */
  @Override
  public String toString() {
    return "LightningAddress";
  }
}
