package market.caravan.money;

/** An amount in millisatoshi, never negative; its arithmetic is exact or throws. */
public record Msat(long value) implements Comparable<Msat> {

  public static final Msat ZERO = new Msat(0);

  private static final long MSAT_PER_SAT = 1_000;

  public Msat {
    if (value < 0) {
      throw new IllegalArgumentException("An amount is never negative");
    }
  }

  public static Msat ofSat(long sat) {
    return new Msat(Math.multiplyExact(sat, MSAT_PER_SAT));
  }

  /** Whole satoshi, rounded up: what a person is shown never hides a part of the amount. */
  public long satRoundedUp() {
    return Math.ceilDiv(value, MSAT_PER_SAT);
  }

  @Override
  public int compareTo(Msat other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " msat";
  }
}
