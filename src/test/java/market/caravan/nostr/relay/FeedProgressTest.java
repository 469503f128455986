package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FeedProgressTest {

  private final FeedProgress progress = new FeedProgress();

  private void handle(Instant at) {
    progress.end(progress.begin(at), true);
  }

  @Test
  void hasNoCursorBeforeCatchUpIsComplete() {
    handle(NOON);

    assertThat(progress.cursor()).isEmpty();
    progress.caughtUp(false);
    assertThat(progress.cursor()).isEmpty();
    progress.caughtUp(true);
    assertThat(progress.cursor()).contains(NOON);
  }

  @Test
  void movesToTheGreatestTimeThatWasHandled() {
    progress.caughtUp(true);
    handle(NOON.plusSeconds(9));
    handle(NOON);

    assertThat(progress.cursor()).contains(NOON.plusSeconds(9));
  }

  @Test
  void isNotMovedByWhatWasNotHandled() {
    progress.caughtUp(true);
    handle(NOON);
    progress.end(progress.begin(NOON.plusSeconds(9)), false);

    assertThat(progress.cursor()).contains(NOON);
  }

  @Test
  void neverPassesWhatIsStillBeingHandled() {
    progress.caughtUp(true);
    FeedProgress.Ticket slow = progress.begin(NOON);
    handle(NOON.plusSeconds(9));

    assertThat(progress.cursor()).contains(NOON);
    progress.end(slow, true);
    assertThat(progress.cursor()).contains(NOON.plusSeconds(9));
  }

  @Test
  void keepsTheCursorOfBeforeWhileBehind() {
    progress.caughtUp(true);
    handle(NOON);
    progress.behind();
    handle(NOON.plusSeconds(9));

    assertThat(progress.cursor()).contains(NOON);
  }

  @Test
  void awaitsWhatWasBegunBeforeAndNothingElse() throws Exception {
    FeedProgress.Ticket before = progress.begin(NOON);
    AtomicBoolean done = new AtomicBoolean();
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                progress.awaitHandled();
                done.set(true);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    FeedProgress.Ticket after = progress.begin(NOON);

    assertThat(done).isFalse();
    progress.end(before, false);
    waiting.join();
    assertThat(done).isTrue();
    progress.end(after, true);
  }
}
