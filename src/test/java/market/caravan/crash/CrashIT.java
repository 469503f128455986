package market.caravan.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crashes that are the most likely to lose something or to double it, one after the other. */
class CrashIT {

  @TempDir private Path data;

  @Test
  void losesNothingAndDoublesNothing() throws IOException {
    try (Crashes crashes = new Crashes(data)) {
      crashes.crashAt(
          new Point("request-payment, after lightning:", 2),
          new Point("start, before a statement", 2),
          new Point("send-messages, after nostr:", 2));
    }
  }
}
