package market.caravan.nostr.camel;

import java.util.Set;
import market.caravan.nostr.relay.Intake;
import market.caravan.nostr.relay.IntakeJournal;
import market.caravan.nostr.relay.IntakeSettings;
import market.caravan.nostr.relay.ReceivedEvent;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exchange of every genuine event that a relay brings to or from one of our accounts. An
 * event counts as handled when its route has ended without an exception; what is under way when the
 * consumer stops is finished, what is not yet under way is read again at the next start.
 */
class NostrConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

  private final NostrEndpoint endpoint;
  private volatile @Nullable Intake intake;

  NostrConsumer(NostrEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    NostrComponent nostr = endpoint.nostr();
    IntakeJournal journal = nostr.getIntakeJournal();
    if (journal == null) {
      throw new IllegalArgumentException(
          "nostr: does not know whose messages to read: put an IntakeJournal into the registry");
    }
    NostrConfiguration configuration = endpoint.getConfiguration();
    Set<Integer> kinds = configuration.kindsAsNumbers();
    IntakeSettings settings = configuration.intakeSettings(nostr.settings());
    intake =
        configuration.isOwn()
            ? nostr.pool().readOwn(kinds, settings, journal, this::handle)
            : nostr.pool().read(kinds, settings, journal, this::handle);
  }

  @Override
  protected void doSuspend() throws Exception {
    Intake running = intake;
    if (running != null) {
      running.pause();
    }
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    Intake running = intake;
    if (running != null) {
      running.resume();
    }
  }

  @Override
  protected void doStop() throws Exception {
    Intake running = intake;
    intake = null;
    if (running != null) {
      running.close();
    }
    super.doStop();
  }

  private void handle(ReceivedEvent received) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      fill(exchange.getMessage(), received);
      getProcessor().process(exchange);
      rethrow(exchange);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void rethrow(Exchange exchange) throws Exception {
    Exception failure = exchange.getException();
    if (failure != null) {
      getExceptionHandler().handleException("An event was not handled", exchange, failure);
      throw failure;
    }
  }

  private static void fill(Message message, ReceivedEvent received) {
    message.setBody(received.event());
    message.setHeader(NostrConstants.RELAY, received.relay().toString());
    message.setHeader(NostrConstants.ACCOUNT, received.account().hex());
    message.setHeader(NostrConstants.CAUGHT_UP, received.caughtUp());
    message.setHeader(NostrConstants.RECEIVED_AT, received.receivedAt());
  }

  /** Nothing is taken from the relays once the route is to stop. */
  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    return false;
  }

  @Override
  public int getPendingExchangesSize() {
    Intake running = intake;
    return running == null ? 0 : running.pending();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    Intake running = intake;
    if (running != null) {
      running.pause();
    }
  }
}
