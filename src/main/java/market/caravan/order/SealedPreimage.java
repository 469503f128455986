package market.caravan.order;

/** A preimage as its row keeps it, opened only by who needs it. */
public final class SealedPreimage {

  private final byte[] bytes;

  public SealedPreimage(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }
}
