package market.caravan.embedded.relay;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import market.caravan.PermanentException;
import market.caravan.embedded.relay.Outcome.Known;
import market.caravan.embedded.relay.Outcome.Refused;
import market.caravan.embedded.relay.Outcome.Stored;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.ClientMessage.Req;
import market.caravan.nostr.ClientMessage.UnreadableReq;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.RelayMessage.Closed;
import market.caravan.nostr.RelayMessage.Notice;
import market.caravan.nostr.RelayMessage.Ok;
import market.caravan.nostr.UnreadEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Answers one client, message after message (NIP-01); it waits for nobody but the database. */
final class RelayConnection {

  private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);

  private final RelayParts relay;
  private final Outgoing outgoing;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

  RelayConnection(RelayParts relay, Outgoing outgoing) {
    this.relay = relay;
    this.outgoing = outgoing;
  }

  /**
   * Answers a message; an event's OK follows when it has been committed.
   *
   * @throws InterruptedException while waiting for room among the events to be stored
   */
  void handle(String frame) throws InterruptedException {
    ClientMessage message;
    try {
      message = ClientMessage.parse(frame);
    } catch (PermanentException e) {
      say(new Notice("invalid: " + e.getMessage()));
      return;
    }
    switch (message) {
      case ClientMessage.EventMessage published -> receive(published.event());
      case Req request -> open(request);
      case UnreadableReq request -> refuse(request.subscription(), request.reason());
      case ClientMessage.Close close -> end(close.subscription());
      case ClientMessage.Auth auth -> say(new Notice("error: no authentication was asked for"));
    }
  }

  /**
   * Answers a message that is too long to be read.
   *
   * @param id of the event in it, as far as it can be seen
   */
  void refuseTooLong(Optional<EventId> id) {
    String reason = "invalid: longer than " + relay.limits().maxMessageLength() + " characters";
    say(id.isPresent() ? new Ok(id.get(), false, reason) : new Notice(reason));
  }

  /** Ends all subscriptions; what is on its way into the store goes on. */
  void close() {
    outgoing.close();
    subscriptions.keySet().forEach(this::end);
  }

  private void receive(UnreadEvent unread) throws InterruptedException {
    Optional<EventId> id = unread.claimedId();
    if (id.isEmpty()) {
      say(new Notice("invalid: the event has no id"));
      return;
    }
    Event event;
    try {
      event = unread.read();
    } catch (PermanentException e) {
      say(new Ok(id.get(), false, "invalid: " + e.getMessage()));
      return;
    }
    if (event.isGenuine()) {
      accept(event, EventJson.write(event));
    } else {
      say(new Ok(id.get(), false, "invalid: the id or the signature is wrong"));
    }
  }

  private void accept(Event event, String json) throws InterruptedException {
    if (Retention.of(event.kind()) == Retention.EPHEMERAL) {
      say(new Ok(event.id(), true, ""));
      relay.live().publish(LiveEvents.NOT_STORED, event, json);
    } else {
      relay.commit().submit(new Arrival(event, json, outcome -> answer(event.id(), outcome)));
    }
  }

  private void answer(EventId id, Outcome outcome) {
    say(
        switch (outcome) {
          case Stored stored -> new Ok(id, true, "");
          case Known known -> new Ok(id, true, known.message());
          case Refused refused -> new Ok(id, false, refused.message());
        });
  }

  private void open(Req request) {
    String id = request.subscription();
    end(id);
    Optional<String> refusal = refusal(request);
    if (refusal.isPresent()) {
      refuse(id, refusal.get());
      return;
    }
    Subscription subscription = new Subscription(id, request.filters(), outgoing);
    subscriptions.put(id, subscription);
    relay.live().add(subscription);
    try {
      subscription.load(relay.stored(), relay.commit().newest(), relay.limits().maxLimit());
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The embedded relay can't read its database", e);
      end(id);
      refuse(id, "error: the stored events can't be read now, try again");
    }
    if (outgoing.isClosed()) {
      end(id);
    }
  }

  private Optional<String> refusal(Req request) {
    if (subscriptions.size() >= relay.limits().maxSubscriptions()) {
      return Optional.of("error: too many subscriptions, close others first");
    }
    if (request.filters().size() > relay.limits().maxFilters()) {
      return Optional.of("error: too many filters in one subscription");
    }
    boolean findable =
        request.filters().stream()
            .flatMap(filter -> filter.tags().keySet().stream())
            .allMatch(Hashes::isIndexed);
    return findable
        ? Optional.empty()
        : Optional.of("unsupported: only tags of one letter can be asked for");
  }

  private void end(String id) {
    Subscription subscription = subscriptions.remove(id);
    if (subscription != null) {
      relay.live().remove(subscription);
    }
  }

  private void refuse(String subscription, String reason) {
    say(new Closed(subscription, reason));
  }

  private void say(RelayMessage message) {
    outgoing.offer(message.write());
  }
}
