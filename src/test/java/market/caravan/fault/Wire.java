package market.caravan.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A line to a server that can be slow, go dead, or be cut; one that is cut takes nobody. */
public final class Wire implements AutoCloseable {

  private final int target;
  private final ServerSocket listening;
  private final Collection<Socket> ends = new ConcurrentLinkedQueue<>();
  private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean cut;
  private volatile CountDownLatch dead = new CountDownLatch(0);

  public Wire(int target) {
    this.target = target;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    carriers.execute(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Each packet takes this long from now on. */
  void slowDown(Duration perPacket) {
    delay = perPacket;
  }

  /** Ends all connections, and every new one at once, as a server does that is stopped. */
  void cut() {
    cut = true;
    ends.forEach(Wire::close);
    ends.clear();
  }

  /** Carries nothing from now on, and does not say so. */
  public void goDead() {
    dead = new CountDownLatch(1);
  }

  /** All is well again. */
  void mend() {
    delay = Duration.ZERO;
    cut = false;
    dead.countDown();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (cut) {
          close(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    ends.add(client);
    ends.add(server);
    carriers.execute(() -> carry(client, server));
    carriers.execute(() -> carry(server, client));
  }

  private void carry(Socket from, Socket to) {
    byte[] packet = new byte[65_536];
    try (from;
        to) {
      int length = from.getInputStream().read(packet);
      while (length >= 0) {
        dead.await();
        LockSupport.parkNanos(delay.toNanos());
        to.getOutputStream().write(packet, 0, length);
        length = from.getInputStream().read(packet);
      }
    } catch (IOException | InterruptedException e) {
      ends.remove(from); // cut
    }
  }

  private static void close(Closeable end) {
    try {
      end.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    close(listening);
    carriers.shutdownNow();
  }
}
