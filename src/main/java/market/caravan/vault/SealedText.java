package market.caravan.vault;

import java.util.Base64;
import market.caravan.PermanentException;

/**
 * A secret of the configuration, written so that only the master key opens it: {@code sealed:} and
 * base64, as {@code --seal} prints it.
 */
public final class SealedText {

  private static final String PREFIX = "sealed:";
  private static final String CONTEXT = "configuration";

  private SealedText() {}

  public static boolean is(String text) {
    return text.strip().startsWith(PREFIX);
  }

  /** What {@link #open} opens. */
  public static String seal(Vault vault, byte[] secret) {
    return PREFIX + Base64.getEncoder().encodeToString(vault.seal(secret, CONTEXT));
  }

  /**
   * The secret.
   *
   * @param property where it stands, for whoever has to correct it
   * @throws PermanentException if it is malformed, or was sealed under another master key
   */
  public static byte[] open(Vault vault, String text, String property) {
    try {
      String base64 = text.strip().substring(PREFIX.length());
      return vault.open(Base64.getDecoder().decode(base64), CONTEXT);
    } catch (PermanentException e) {
      throw new PermanentException(e.code(), property + " does not open: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      // Without the cause, which names characters of it.
      throw new PermanentException(
          "sealed-secret-broken", property + " is not what --seal has printed: it is no base64");
    }
  }
}
