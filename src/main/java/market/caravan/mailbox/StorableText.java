package market.caravan.mailbox;

/** Text from outside in a form that PostgreSQL takes: NUL and lone surrogates become U+FFFD. */
public final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  public static String of(String text) {
    return text.chars().noneMatch(StorableText::mayBeUnstorable) ? text : replaced(text);
  }

  private static boolean mayBeUnstorable(int character) {
    return character == 0 || Character.isSurrogate((char) character);
  }

  private static String replaced(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints().map(StorableText::replaceUnstorable).forEach(storable::appendCodePoint);
    return storable.toString();
  }

  private static int replaceUnstorable(int codePoint) {
    boolean loneSurrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return codePoint == 0 || loneSurrogate ? REPLACEMENT : codePoint;
  }
}
