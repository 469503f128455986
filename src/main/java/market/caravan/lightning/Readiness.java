package market.caravan.lightning;

/** Whether it is of use to give a node work now. */
public enum Readiness {
  READY,

  /** It has as many calls under way as it may have beside other wallets' nodes. */
  BUSY,

  /** It has not answered several times, and is left alone until it is tried again. */
  AWAY
}
