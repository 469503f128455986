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
