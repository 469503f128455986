package market.caravan.nostr.relay;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import market.caravan.nostr.Remark;

/** Failures of a connection, in words for whoever looks at a relay's status. */
final class Reasons {

  private Reasons() {}

  static String of(Throwable failure) {
    return switch (cause(failure)) {
      case WebSocketHandshakeException e ->
          "the server answered %d instead of opening a WebSocket"
              .formatted(e.getResponse().statusCode());
      case HttpTimeoutException e -> "no answer in time";
      case TimeoutException e -> "no answer in time";
      case ConnectException e -> "cannot connect: is the relay there?";
      case Throwable e -> Remark.clean(e.getClass().getSimpleName() + ": " + e.getMessage());
    };
  }

  private static Throwable cause(Throwable failure) {
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return wrapped && cause != null ? cause(cause) : failure;
  }
}
