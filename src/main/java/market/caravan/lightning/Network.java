package market.caravan.lightning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A Bitcoin network, with the prefix that BOLT 11 gives its invoices. */
public enum Network {
  BITCOIN("lnbc"),
  TESTNET("lntb"),
  SIGNET("lntbs"),
  REGTEST("lnbcrt");

  /** The longest first: {@code lnbcrt} begins like {@code lnbc}. */
  private static final List<Network> BY_PREFIX =
      Arrays.stream(values())
          .sorted(Comparator.comparingInt((Network network) -> network.prefix.length()).reversed())
          .toList();

  private final String prefix;

  Network(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  /** The network of an invoice's human-readable part; empty for one that we don't know. */
  static Optional<Network> of(String humanReadablePart) {
    return BY_PREFIX.stream()
        .filter(network -> humanReadablePart.startsWith(network.prefix))
        .findFirst();
  }
}
