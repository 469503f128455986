package market.caravan.nostr.camel;

import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import market.caravan.nostr.relay.IntakeJournal;
import market.caravan.nostr.relay.IntakeSettings;
import market.caravan.nostr.relay.RelayListener;
import market.caravan.nostr.relay.RelayPool;
import market.caravan.nostr.relay.RelaySettings;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Makes {@code nostr:} endpoints over one pool of relays, the registry's or its own. */
@Component("nostr")
public class NostrComponent extends DefaultComponent {

  @Metadata(autowired = true)
  private @Nullable RelayPool relayPool;

  @Metadata(autowired = true, label = "consumer")
  private @Nullable IntakeJournal intakeJournal;

  @Metadata(autowired = true, label = "consumer")
  private @Nullable IntakeSettings intakeSettings;

  @Metadata private @Nullable String relays;
  @Metadata private NostrConfiguration configuration = new NostrConfiguration();
  private @Nullable RelayPool ownPool;

  public @Nullable RelayPool getRelayPool() {
    return relayPool;
  }

  /** The relays to read and to publish to; the registry's only pool where nothing is set. */
  public void setRelayPool(RelayPool relayPool) {
    this.relayPool = relayPool;
  }

  public @Nullable IntakeJournal getIntakeJournal() {
    return intakeJournal;
  }

  /** Whose messages to read, and how far they were read. A consumer must have it. */
  public void setIntakeJournal(IntakeJournal intakeJournal) {
    this.intakeJournal = intakeJournal;
  }

  public @Nullable IntakeSettings getIntakeSettings() {
    return intakeSettings;
  }

  /** How far back relays are read, and how much is held in memory meanwhile. */
  public void setIntakeSettings(IntakeSettings intakeSettings) {
    this.intakeSettings = intakeSettings;
  }

  public @Nullable String getRelays() {
    return relays;
  }

  /**
   * The relays of a pool of the component's own, separated by commas; for where there is no pool in
   * the registry.
   */
  public void setRelays(String relays) {
    this.relays = relays;
  }

  public NostrConfiguration getConfiguration() {
    return configuration;
  }

  /** What endpoints start from. */
  public void setConfiguration(NostrConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * The pool of the registry, or the component's own.
   *
   * @throws IllegalArgumentException if there is neither
   */
  RelayPool pool() {
    RelayPool pool = relayPool != null ? relayPool : ownPool;
    if (pool == null) {
      throw new IllegalArgumentException(
          "nostr: has no relays: put a RelayPool into the registry, or set the option 'relays'");
    }
    return pool;
  }

  IntakeSettings settings() {
    return intakeSettings == null ? IntakeSettings.DEFAULTS : intakeSettings;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    if (relayPool == null && relays != null) {
      ownPool = new RelayPool(RelaySettings.DEFAULTS, Clock.systemUTC(), RelayListener.NONE);
      ownPool.start(Arrays.stream(relays.split(",")).map(String::strip).map(URI::create).toList());
    }
  }

  @Override
  protected void doShutdown() throws Exception {
    if (ownPool != null) {
      ownPool.close();
      ownPool = null;
    }
    super.doShutdown();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new NostrEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
