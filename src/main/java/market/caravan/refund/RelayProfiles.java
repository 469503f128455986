package market.caravan.refund;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import market.caravan.nostr.Event;
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

  /** By its form only; its server is looked at by whoever asks it for an invoice. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}(:[0-9]{1,5})?");

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
        .flatMap(RelayProfiles::address);
  }

  private static Optional<String> address(Event profile) {
    try {
      JsonNode address = JSON.readTree(profile.content()).path("lud16");
      return Optional.ofNullable(address.textValue())
          .map(String::strip)
          .filter(text -> ADDRESS.matcher(text).matches());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
