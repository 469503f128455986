package market.caravan.refund;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import market.caravan.lightning.address.LightningAddress;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Profiles as our relays have them stored. */
@Component
class RelayProfiles implements CustomerProfiles {

  /** NIP-01: what somebody says of themselves. */
  private static final int PROFILE = 0;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final JsonMapper JSON = new JsonMapper();

  private final RelayPool relays;
  private final Duration patience;

  @Autowired
  RelayProfiles(RelayPool relays) {
    this(relays, PATIENCE);
  }

  RelayProfiles(RelayPool relays, Duration patience) {
    this.relays = relays;
    this.patience = patience;
  }

  @Override
  public Optional<String> lightningAddress(Pubkey customer, Instant at) {
    Filter filter = Filter.any().authors(List.of(customer)).kinds(PROFILE);
    return relays
        .newest(filter, patience)
        .filter(profile -> !profile.createdAt().isAfter(at))
        .flatMap(profile -> address(profile.content()));
  }

  /** The address in a profile's JSON (NIP-01, LUD-16); empty where it has none. */
  static Optional<String> address(String profile) {
    try {
      return Optional.ofNullable(JSON.readTree(profile).path("lud16").textValue())
          .flatMap(LightningAddress::parse)
          .map(LightningAddress::text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
