package market.caravan.nostr;

import java.util.regex.Pattern;

/** What a relay writes for people to read, made fit for logs, pages and tables. */
public final class Remark {

  private static final int MAX_LENGTH = 200;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

  private Remark() {}

  /** One line of at most 200 characters: a relay may send a megabyte, and forge lines of a log. */
  public static String clean(String written) {
    String start = written.substring(0, Math.min(MAX_LENGTH, written.length()));
    return INVISIBLE.matcher(start).replaceAll(" ").strip();
  }
}
