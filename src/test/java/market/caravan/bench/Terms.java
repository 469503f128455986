package market.caravan.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;

/**
 * What the steps of an order cost that nobody can do without, in microseconds of one processor,
 * measured in this JVM.
 *
 * @param cryptoIn parsing, checking and decrypting an order
 * @param cryptoOut encrypting, signing and writing its reply
 * @param mint making and signing its invoice
 */
record Terms(double cryptoIn, double cryptoOut, double mint) {

  private static final int ROUNDS = 10_000;

  /** So that no thread meets a customer whom another has just met. */
  private static final int APART = 2_500;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * Each is run twice, and the second time counts.
   *
   * @param orders of so many customers that none is met again while the merchant's key pair still
   *     knows what they share
   */
  static Terms measure(List<Event> orders, KeyPair merchant)
      throws InterruptedException, ExecutionException {
    List<String> texts = orders.stream().map(EventJson::write).toList();
    NodeKey node = NodeKey.generate();
    String reply = "x".repeat(600);
    IntConsumer in =
        i -> {
          Event order = EventJson.parse(texts.get(i % texts.size()));
          if (!order.isGenuine()) {
            throw new IllegalStateException("The prepared orders are genuine");
          }
          Nip04.decrypt(merchant, order.pubkey(), order.content());
        };
    IntConsumer out =
        i -> {
          Event order = orders.get(i % orders.size());
          String text = Nip04.encrypt(merchant, order.pubkey(), reply);
          EventJson.write(
              merchant.sign(
                  new EventTemplate(
                      4, Instant.now(), List.of(List.of("p", order.pubkey().hex())), text)));
        };
    IntConsumer mint = i -> bolt11(node).encode(node);
    return new Terms(usOf(in), usOf(out), usOf(mint));
  }

  private static Bolt11 bolt11(NodeKey node) {
    return new Bolt11(
        Network.REGTEST,
        Msat.ofSat(3_600),
        Instant.now(),
        node.nodeId(),
        Preimage.random().hash(),
        HexFormat.of().formatHex(new byte[32]),
        "Order 'bench-1' for pubkey '%s'".formatted("a".repeat(64)),
        null,
        Duration.ofMinutes(15),
        18,
        Set.of(8, 14, 17),
        List.of(),
        List.of(),
        null);
  }

  /** With every processor at it, as under load: two that share a core are slower together. */
  private static double usOf(IntConsumer step) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(PROCESSORS)) {
      List<Callable<Double>> each =
          IntStream.range(0, PROCESSORS)
              .mapToObj(thread -> (Callable<Double>) () -> usOfOne(step, thread * APART))
              .toList();
      double sum = 0;
      for (Future<Double> us : threads.invokeAll(each)) {
        sum += us.get();
      }
      return sum / PROCESSORS;
    }
  }

  private static double usOfOne(IntConsumer step, int first) {
    run(step, first);
    long before = THREADS.getCurrentThreadCpuTime();
    run(step, first);
    return (THREADS.getCurrentThreadCpuTime() - before) / 1_000.0 / ROUNDS;
  }

  private static void run(IntConsumer step, int first) {
    for (int i = first; i < first + ROUNDS; i++) {
      step.accept(i);
    }
  }
}
