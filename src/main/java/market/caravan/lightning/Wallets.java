package market.caravan.lightning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.PermanentException;

/** The Lightning nodes that orders are paid at, by the names of their wallets. */
public final class Wallets implements AutoCloseable {

  /** The wallet of whoever names none: an empty name means it too. */
  public static final String DEFAULT = "default";

  private final SequencedMap<String, LightningNode> nodes;
  private final int callsEach;

  /**
   * All that there are.
   *
   * @param callsEach how many calls may wait for one of several nodes at the same time
   */
  public Wallets(Map<String, ? extends LightningNode> nodes, int callsEach) {
    this.nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    this.callsEach = callsEach;
  }

  /** The default one alone. */
  public static Wallets of(LightningNode node) {
    return new Wallets(Map.of(DEFAULT, node), Integer.MAX_VALUE);
  }

  /** Its own name, where it was named at all. */
  public static String nameOf(String wallet) {
    return wallet.isEmpty() ? DEFAULT : wallet;
  }

  /** As rows may have it. */
  public static List<String> stored(String name) {
    return name.equals(DEFAULT) ? List.of("", DEFAULT) : List.of(name);
  }

  public Set<String> names() {
    return nodes.sequencedKeySet();
  }

  public boolean isOne() {
    return nodes.size() == 1;
  }

  public boolean has(String wallet) {
    return nodes.containsKey(nameOf(wallet));
  }

  /**
   * The node of a wallet.
   *
   * @param wallet its name; empty for the default one
   * @throws PermanentException if there is none of this name
   */
  public LightningNode node(String wallet) {
    LightningNode node = nodes.get(nameOf(wallet));
    if (node == null) {
      throw new PermanentException(
          "unknown-wallet",
          "There is no Lightning wallet of this name: configure it in caravan.lightning.wallets,"
              + " or name another");
    }
    return node;
  }

  /** What a wallet pays with; empty where it may not pay, or there is none of this name. */
  public Optional<PayOuts> payOuts(String wallet) {
    return Optional.ofNullable(nodes.get(nameOf(wallet))).flatMap(LightningNode::payOuts);
  }

  /** Those that may pay, away or not, as rows may name them. */
  public List<String> thatPay() {
    return nodes.entrySet().stream()
        .filter(wallet -> wallet.getValue().payOuts().isPresent())
        .flatMap(wallet -> stored(wallet.getKey()).stream())
        .toList();
  }

  /** Those at which no payment can be held. */
  public List<String> thatHoldNothing() {
    return nodes.entrySet().stream()
        .filter(wallet -> !wallet.getValue().holds())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that are so now, as rows may name them; none in the ordinary case. */
  public List<String> that(Readiness readiness) {
    List<String> names = List.of();
    for (Map.Entry<String, LightningNode> wallet : nodes.entrySet()) {
      if (wallet.getValue().readiness() == readiness) {
        names = Stream.concat(names.stream(), stored(wallet.getKey()).stream()).toList();
      }
    }
    return names;
  }

  /** How much work may be taken on at once, so that one of several nodes never gets all of it. */
  public int batch(int most) {
    return isOne() ? most : Math.min(most, Math.max(1, callsEach / 2));
  }

  @Override
  public void close() {
    nodes.values().forEach(LightningNode::close);
  }
}
