package market.caravan.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import market.caravan.CaravanProcess;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.crash.Books;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the embedded PostgreSQL fills up; a small one is mounted for it, by root only. */
@Tag("slow")
class DiskFullIT {

  private static final int SIZE_MB = 256;

  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_MB + "m", "caravan", disk.toString()),
        "A disk to be filled can't be mounted here: run this test as root on Linux");
  }

  @AfterEach
  void unmount() throws Exception {
    assertThat(run("umount", disk.toString())).isTrue();
  }

  @Test
  void refusesWhatItCannotKeepAndGoesOnWhenThereIsRoom() throws IOException {
    Path data = Files.createDirectory(disk.resolve("data"));
    KeyPair keys = KeyPair.generate();
    try (CaravanProcess caravan = new CaravanProcess(data)) {
      caravan.awaitUp();
      TestShop shop = caravan.shop();
      Books books = new Books(caravan);
      buy(shop, keys);

      Path ballast = fill();
      int taken = orderUntilRefused(shop, keys);
      Files.delete(ballast);
      if (!caravan.isPostgresUp()) {
        caravan.kill(); // an operator's restart: its health has said that PostgreSQL has ended
        caravan.start();
      }
      caravan.awaitUp();
      buy(shop, keys);
      books.assertBalanceOnceSettled();
      assertThat(orders(caravan)).isGreaterThanOrEqualTo(taken + 2);
    }
  }

  /** All but nothing of the disk is somebody else's from now on. */
  private Path fill() throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (disk.toFile().getUsableSpace() > megabyte.length) {
        out.write(megabyte);
      }
      out.write(new byte[(int) disk.toFile().getUsableSpace()]);
    }
    return ballast;
  }

  /** Returns how many orders the relay has acknowledged before it could take no more. */
  private static int orderUntilRefused(TestShop shop, KeyPair keys) {
    int taken = 0;
    try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
      while (true) {
        Event order = customer.message(bigOrder(shop), Instant.now());
        if (!customer.publish(order).path(2).asBoolean()) {
          return taken;
        }
        taken++;
      }
    } catch (IllegalStateException e) {
      return taken; // PostgreSQL has ended, and the relay with it
    }
  }

  private static String bigOrder(TestShop shop) {
    String order = shop.order(TestShop.newOrderId(), shop.product(0), 1);
    return order.replace("please gift-wrap", "please ".repeat(4_000));
  }

  private static void buy(TestShop shop, KeyPair keys) {
    String id = TestShop.newOrderId();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () -> {
              try (TestCustomer customer = new TestCustomer(shop.relay(), shop.merchant(), keys)) {
                return customer.say(shop.order(id, shop.product(0), 1)) != null
                    && shop.pay(customer.awaitInvoice(id)).statusCode() < 500
                    && customer.await(id, 2).path("paid").asBoolean();
              }
            });
  }

  private static int orders(CaravanProcess caravan) {
    return caravan.database().sql("SELECT count(*) FROM orders").query(Integer.class).single();
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
