package market.caravan.bench;

/**
 * The most orders that this machine could do in a second, as docs/performance.md derives it.
 *
 * @param commits transactions that write, for one order
 * @param costUs what an order can't do without, in microseconds of one processor
 * @param perSecond the least of what the processors and PostgreSQL allow
 */
record Ceiling(double commits, double costUs, double perSecond) {

  /** In and out, with a frame of 1.5 kB each. */
  private static final double SOCKETS_US = 14;

  /** How many transactions an order is part of: see docs/performance.md. */
  private static final int STEPS = 6;

  /** How many orders share a transaction when each makes so many commits. */
  static int rows(double commits) {
    return (int) Math.max(1, Math.round(STEPS / commits));
  }

  /**
   * The ceiling of a product that everyone buys: its row is written by one transaction at a time.
   */
  Ceiling hot(DatabaseTerms oneProduct) {
    return new Ceiling(
        commits, costUs, Math.min(perSecond, oneProduct.perSecond() * oneProduct.rows()));
  }

  Ceiling mean(Ceiling other) {
    return new Ceiling(commits, (costUs + other.costUs) / 2, (perSecond + other.perSecond) / 2);
  }

  /**
   * What is left of it to whoever shares the processors with a relay that takes so much an order.
   */
  double besideRelay(double relayUs) {
    return perSecond * costUs / (costUs + relayUs);
  }

  static Ceiling of(Terms terms, DatabaseTerms database, double commits) {
    double cost =
        SOCKETS_US
            + terms.cryptoIn()
            + terms.mint()
            + terms.cryptoOut()
            + commits * (database.clientUs() + database.serverUs());
    double processors = Runtime.getRuntime().availableProcessors() * 1e6 / cost;
    return new Ceiling(commits, cost, Math.min(processors, database.perSecond() / commits));
  }
}
