package market.caravan.nostr.camel;

import org.apache.camel.spi.Metadata;

/** The headers of the component {@code nostr:}. */
public final class NostrConstants {

  @Metadata(
      label = "consumer",
      description = "The address of the relay that brought the event",
      javaType = "String")
  public static final String RELAY = "CamelNostrRelay";

  @Metadata(
      label = "consumer",
      description =
          "The public key, in hex, of ours that the event concerns: its receiver, or its author"
              + " where that is one of ours",
      javaType = "String")
  public static final String ACCOUNT = "CamelNostrAccount";

  @Metadata(
      label = "consumer",
      description = "Whether the relay had been read to its end for that account",
      javaType = "Boolean")
  public static final String CAUGHT_UP = "CamelNostrCaughtUp";

  @Metadata(
      label = "consumer",
      description = "When the event reached us, by our clock",
      javaType = "java.time.Instant")
  public static final String RECEIVED_AT = "CamelNostrReceivedAt";

  @Metadata(
      label = "producer",
      description = "The relays to publish to; all of the pool where it is absent",
      javaType = "java.util.Collection<java.net.URI>")
  public static final String RELAYS = "CamelNostrRelays";

  private NostrConstants() {}
}
