package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.UnreadEvent;

/** Asks one relay once for the newest event of each author that it has stored of a filter. */
final class StoredNewest implements RelayConnection.Listener {

  private static final String ID = "caravan-newest";

  /** Relays that send more than they are asked for are not listened to for ever. */
  private static final int TOO_MANY = 20;

  private final Filter filter;
  private final int most;
  private final CompletableFuture<Map<Pubkey, Event>> answer = new CompletableFuture<>();
  private final Map<Pubkey, Event> newest = new HashMap<>();
  private int looked;

  private StoredNewest(Filter filter, int wanted) {
    this.filter = filter.limit(wanted);
    this.most = wanted + TOO_MANY;
  }

  /**
   * Asks all of them at once.
   *
   * @param wanted events that each is asked for
   * @throws TransientException if none of them answers in time
   */
  static Map<Pubkey, Event> ask(
      Filter filter, int wanted, List<URI> relays, Connector connector, Duration patience) {
    List<StoredNewest> questions =
        relays.stream().map(url -> new StoredNewest(filter, wanted)).toList();
    List<RelayConnection> connections =
        Stream.iterate(0, i -> i < relays.size(), i -> i + 1)
            .map(i -> connector.connect(relays.get(i), questions.get(i)))
            .toList();
    try {
      connections.forEach(RelayConnection::start);
      await(questions, patience);
      return newest(questions);
    } finally {
      connections.forEach(RelayConnection::close);
    }
  }

  private static void await(List<StoredNewest> questions, Duration patience) {
    CompletableFuture<?>[] answers =
        questions.stream()
            .map(question -> question.answer.exceptionally(failure -> Map.of()))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(answers).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return; // those that have answered are enough
    } catch (ExecutionException e) {
      throw new IllegalStateException("A relay's failure is no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<Pubkey, Event> newest(List<StoredNewest> questions) {
    List<Map<Pubkey, Event>> answers =
        questions.stream()
            .map(question -> question.answer)
            .filter(answer -> answer.isDone() && !answer.isCompletedExceptionally())
            .map(CompletableFuture::join)
            .toList();
    if (answers.isEmpty()) {
      throw new TransientException("relays-away", "No relay says what it has stored");
    }
    Map<Pubkey, Event> newest = new HashMap<>();
    answers.forEach(answer -> answer.values().forEach(event -> keepNewer(newest, event)));
    return newest;
  }

  private static void keepNewer(Map<Pubkey, Event> newest, Event event) {
    newest.merge(
        event.pubkey(), event, BinaryOperator.maxBy(Comparator.comparing(Event::createdAt)));
  }

  @Override
  public void opened(Socket socket) {
    socket.send(Outgoing.of(new ClientMessage.Req(ID, List.of(filter)).write()));
  }

  @Override
  public void received(String message) {
    try {
      switch (RelayMessage.parse(message)) {
        case RelayMessage.EventMessage event -> take(event.event());
        case RelayMessage.Eose eose -> answer.complete(Map.copyOf(newest));
        case RelayMessage.Closed closed -> ended(closed.message());
        case RelayMessage.Ok ok -> {}
        case RelayMessage.Notice notice -> {}
        case RelayMessage.Auth auth -> {}
      }
    } catch (PermanentException e) {
      return; // what nobody can read says nothing
    }
  }

  private void take(UnreadEvent unread) {
    if (answer.isDone() || looked++ >= most) {
      return;
    }
    Event event = unread.read();
    Event known = newest.get(event.pubkey());
    boolean younger = known == null || event.createdAt().isAfter(known.createdAt());
    if (younger && filter.matches(event) && event.isGenuine()) {
      newest.put(event.pubkey(), event);
    }
  }

  @Override
  public void oversized() {}

  @Override
  public void ended(String reason) {
    answer.completeExceptionally(new SubscriptionEndedException(reason));
  }
}
