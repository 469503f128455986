package market.caravan.nostr.camel;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.nostr.relay.IntakeSettings;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of a {@code nostr:} endpoint. */
@UriParams
public class NostrConfiguration implements Cloneable {

  @UriParam(label = "consumer")
  private @Nullable String kinds;

  @UriParam(label = "consumer")
  private boolean own;

  @UriParam(label = "consumer")
  private int maxBuffered;

  @UriParam(label = "consumer")
  private int workers;

  public @Nullable String getKinds() {
    return kinds;
  }

  /** The kinds of events to read, separated by commas. A consumer must have it. */
  public void setKinds(String kinds) {
    this.kinds = kinds;
  }

  public boolean isOwn() {
    return own;
  }

  /**
   * Whether only what our accounts themselves have published is read, and not what others say to
   * them.
   */
  public void setOwn(boolean own) {
    this.own = own;
  }

  public int getMaxBuffered() {
    return maxBuffered;
  }

  /**
   * How many events may wait for their turn before the relays' sockets are not read any further; 0
   * for the component's own setting.
   */
  public void setMaxBuffered(int maxBuffered) {
    this.maxBuffered = maxBuffered;
  }

  public int getWorkers() {
    return workers;
  }

  /** How many events may be in the route at once; 0 for the component's own setting. */
  public void setWorkers(int workers) {
    this.workers = workers;
  }

  Set<Integer> kindsAsNumbers() {
    if (kinds == null || kinds.isBlank()) {
      throw new IllegalArgumentException(
          "Say which kinds of events to read, for instance nostr:messages?kinds=4");
    }
    return Arrays.stream(kinds.split(","))
        .map(kind -> Integer.valueOf(kind.strip()))
        .collect(Collectors.toUnmodifiableSet());
  }

  IntakeSettings intakeSettings(IntakeSettings defaults) {
    return defaults.limitedTo(
        maxBuffered > 0 ? maxBuffered : defaults.maxBuffered(),
        workers > 0 ? workers : defaults.workers());
  }

  NostrConfiguration copy() {
    try {
      return (NostrConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
