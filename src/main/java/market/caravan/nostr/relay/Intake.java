package market.caravan.nostr.relay;

/** A running reading of the pool's relays. */
public final class Intake implements AutoCloseable {

  /** Takes nothing more from the relays' sockets; what was taken is still handled. */
  public void pause() {}

  public void resume() {}

  /** Looks at the journal's accounts now, rather than at the next interval. */
  public void refresh() {}

  /** Messages that were taken from a socket and are not handled yet. */
  public int pending() {
    return 0;
  }

  /** Ends the reading; what is not handled yet will be read again at the next start. */
  @Override
  public void close() {}
}
