package market.caravan.catalog;

import java.util.regex.Pattern;

/** How much a catalogue may say, whether it comes over the API or from relays: lengths in chars. */
public final class Bounds {

  public static final int ID = 128;
  public static final int NAME = 500;
  public static final int DESCRIPTION = 50_000;
  public static final int ADDRESS = 5_000;
  public static final int COUNTRIES = 500;
  public static final int ZONES = 200;
  public static final int IMAGES = 100;
  public static final int CATEGORIES = 100;

  private static final Pattern IDS = Pattern.compile("[A-Za-z0-9._:-]{1," + ID + "}");

  private Bounds() {}

  /** Whether a zone, a stall, a product, or an order of it, can have this id. */
  public static boolean isId(String text) {
    return IDS.matcher(text).matches();
  }
}
