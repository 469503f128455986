package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a relay's connections say of it. */
record StatusReport(
    URI url,
    RelayStatistics statistics,
    @Nullable RelayConnection publishing,
    List<RelayReader> readers) {

  RelayStatus status(Instant now) {
    boolean connected = connections().allMatch(connection -> connection.connectedSince() != null);
    boolean caughtUp = connected && readers.stream().allMatch(RelayReader::isCaughtUp);
    return new RelayStatus(
        RelayUrl.shown(url),
        connected,
        connected ? connectedSince() : Optional.empty(),
        lastError(),
        statistics.receivedCount(),
        statistics.publishedCount(),
        caughtUp,
        caughtUp ? Optional.of(Duration.ZERO) : lag(now));
  }

  private Stream<RelayConnection> connections() {
    return Stream.concat(
        Stream.ofNullable(publishing), readers.stream().map(RelayReader::connection));
  }

  private Optional<Instant> connectedSince() {
    return connections()
        .map(RelayConnection::connectedSince)
        .filter(Objects::nonNull)
        .max(Instant::compareTo);
  }

  private Optional<String> lastError() {
    return Stream.concat(
            connections().map(RelayConnection::lastError),
            Stream.ofNullable(statistics.complaint()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Optional<Duration> lag(Instant now) {
    Instant earliest = Instant.MAX;
    for (RelayReader reader : readers) {
      Instant until = reader.caughtUpUntil();
      if (until == null) {
        return Optional.empty();
      }
      earliest = until.isBefore(earliest) ? until : earliest;
    }
    return readers.isEmpty() ? Optional.empty() : Optional.of(Duration.between(earliest, now));
  }
}
