package market.caravan.mailbox;

/** What became of a message when it was filed. */
public enum Filing {
  /** Filed now: it is to have its effect. */
  FILED,
  /** Filed now, but it is an order older than we still price: to be refused with the reason. */
  FILED_TOO_LATE,
  /** It has had its effect before: nothing is left to do. */
  KNOWN,
  /** An order that waits for its merchant to be active or for its relay to be read to the end. */
  WAITING,
  /** An order from before our time, or one that the merchant has answered elsewhere. */
  HISTORY
}
