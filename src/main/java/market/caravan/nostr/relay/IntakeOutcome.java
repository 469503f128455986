package market.caravan.nostr.relay;

/** What became of a message that a relay sent, for counting. */
public enum IntakeOutcome {
  /** Handled to its end. */
  HANDLED,
  /** Handling failed for good. */
  FAILED,
  /** Handling, or the look-up before it, is to be tried again. */
  RETRIED,
  /** Was already committed. */
  KNOWN,
  /** Is no message of NIP-01. */
  MALFORMED,
  /** Longer than the settings allow. */
  OVERSIZED,
  /** Concerns none of our accounts, or is of a kind that nobody asked for. */
  UNASKED,
  /** Its id or its signature is not what its content demands. */
  FORGED
}
