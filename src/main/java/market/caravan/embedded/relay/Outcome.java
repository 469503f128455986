package market.caravan.embedded.relay;

/** What became of an event that a client has sent. */
sealed interface Outcome {

  /**
   * It is new and has been committed.
   *
   * @param seq its place in the order of all commits
   */
  record Stored(long seq) implements Outcome {}

  /** It, or something newer in its place, was there already. */
  record Known(String message) implements Outcome {}

  /** It was not stored. */
  record Refused(String message) implements Outcome {}
}
