package market.caravan.mailbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.TransientException;
import market.caravan.nostr.Event;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Asks our relays what customers say of themselves: a call over a network. */
@Component
public class Profiles {

  /** NIP-01: what somebody says of themselves. */
  private static final int PROFILE = 0;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Characters that are kept of each text, so that nobody fills our tables with theirs. */
  private static final Map<String, Integer> KEPT = Map.of("name", 200, "about", 2_000);

  private static final JsonMapper JSON = new JsonMapper();

  private final Customers customers;
  private final RelayPool relays;
  private final Duration patience;

  @Autowired
  Profiles(Customers customers, RelayPool relays) {
    this(customers, relays, PATIENCE);
  }

  Profiles(Customers customers, RelayPool relays, Duration patience) {
    this.customers = customers;
    this.relays = relays;
    this.patience = patience;
  }

  /** Some of those whose profiles are to be read; none while we have no relay to ask. */
  public List<Customers.Key> due() {
    return relays.relays().isEmpty() ? List.of() : customers.due();
  }

  /**
   * What relays have of these customers, in their order.
   *
   * @throws TransientException if no relay answers
   */
  public List<Customers.Told> ask(List<Customers.Key> asked) {
    Set<Pubkey> authors = asked.stream().map(Customers.Key::customer).collect(Collectors.toSet());
    Map<Pubkey, Event> found = relays.newest(PROFILE, authors, patience);
    return asked.stream().map(key -> told(key, found)).toList();
  }

  private static Customers.Told told(Customers.Key key, Map<Pubkey, Event> found) {
    Event profile = found.get(key.customer());
    return profile == null
        ? new Customers.Told(key, null, null)
        : new Customers.Told(key, shown(profile.content()), profile.createdAt());
  }

  /** Of a profile's JSON what merchants are shown; {@code {}} where it is none. */
  static String shown(String content) {
    ObjectNode shown = JSON.createObjectNode();
    JsonNode profile = read(content);
    KEPT.forEach(
        (name, most) -> {
          JsonNode text = profile.path(name);
          if (text.isTextual()) {
            shown.put(name, StorableText.of(cut(text.textValue(), most)));
          }
        });
    return shown.toString();
  }

  private static JsonNode read(String content) {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
