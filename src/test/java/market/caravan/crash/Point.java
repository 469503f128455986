package market.caravan.crash;

/**
 * Where a process halts itself.
 *
 * @param name a route and a step of it, a commit, or a statement of the start-up; or how that
 *     begins
 * @param pass at which time that it comes by, from 1
 */
record Point(String name, int pass) {

  static Point parse(String text) {
    int at = text.lastIndexOf('#');
    return new Point(text.substring(0, at), Integer.parseInt(text.substring(at + 1).strip()));
  }

  static Point first(String name) {
    return new Point(name, 1);
  }

  @Override
  public String toString() {
    return name + "#" + pass;
  }
}
