package market.caravan.api;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The frames that wait for one listener, bounded by their count and by their characters. */
final class FrameQueue {

  private static final String WAKE = "";

  private final BlockingQueue<String> frames;
  private final long longest;
  private final AtomicLong characters = new AtomicLong();

  FrameQueue(int most, long longest) {
    this.frames = new ArrayBlockingQueue<>(most);
    this.longest = longest;
  }

  /** Takes a frame without waiting; false if it would be too much. For one thread at a time. */
  boolean offer(String frame) {
    boolean fits = characters.get() == 0 || characters.get() + frame.length() <= longest;
    if (!fits || !frames.offer(frame)) {
      return false;
    }
    characters.addAndGet(frame.length());
    return true;
  }

  /** The next frame; null if none came in time, or somebody has called {@link #wake}. */
  @Nullable String poll(Duration patience) throws InterruptedException {
    String frame = frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (frame == null || frame.isEmpty()) {
      return null;
    }
    characters.addAndGet(-frame.length());
    return frame;
  }

  /** Has whoever polls look around; whoever polls a full queue is awake already. */
  void wake() {
    boolean unused = frames.offer(WAKE);
  }
}
