package market.caravan.bench;

/** What a run prints. */
final class Report {

  private Report() {}

  static void print(Terms terms, DatabaseTerms database, Ceiling ceiling) {
    line(
        ("terms, us of a processor: crypto in %.0f, crypto out %.0f, mint %.0f;"
                + " a transaction of five statements, %d rows each:"
                + " client %.0f, PostgreSQL %.0f")
            .formatted(
                terms.cryptoIn(),
                terms.cryptoOut(),
                terms.mint(),
                database.rows(),
                database.clientUs(),
                database.serverUs()));
    line(
        "PostgreSQL commits %.0f of those a second; an order makes %.2f commits that write"
            .formatted(database.perSecond(), ceiling.commits()));
    line("ceiling R: C = %.0f us, %.0f orders/s".formatted(ceiling.costUs(), ceiling.perSecond()));
  }

  static void print(
      String name, double perSecond, Latencies latencies, Cpu cpu, int orders, Ceiling ceiling) {
    line(
        ("%s: %.0f orders/s, %.0f %% of R, %.0f %% of what this relay leaves of it; %s;"
                + " CPU an order: Caravan %.0f us, PostgreSQL %.0f us, this relay %.0f us")
            .formatted(
                name,
                perSecond,
                100 * perSecond / ceiling.perSecond(),
                100 * perSecond / ceiling.besideRelay(cpu.ownUs(orders)),
                latencies,
                cpu.caravanUs(orders),
                cpu.postgresUs(orders),
                cpu.ownUs(orders)));
  }

  static void print(String name, Latencies latencies) {
    line(name + ": " + latencies);
  }

  static void memory(long kb) {
    line("resident memory without PostgreSQL: " + kb / 1024 + " MB");
  }

  private static void line(String text) {
    System.out.println("BENCH " + text);
  }
}
