package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.DatabaseErrors;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.TransientException;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailuresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Failures failures = new Failures(clock);
  private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  static Stream<Throwable> absences() {
    SQLException refused = new SQLException("refused", new ConnectException("refused"));
    return Stream.of(
        new TransientException("node-away", "away"),
        new CannotGetJdbcConnectionException("Failed to obtain JDBC Connection", refused),
        new CannotCreateTransactionException("Could not open JDBC Connection", refused),
        new UncategorizedSQLException("task", "SQL", new SQLException("read-only", "25006")),
        new QueryTimeoutException("slow"),
        new RuntimeCamelException(new TransientException("relay-away", "away")));
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new PermanentException("unknown-merchant", "No such merchant"),
        new PermanentException("x", "x", new TransientException("node-away", "away")),
        new DuplicateKeyException("twice"),
        new BadSqlGrammarException("task", "SQL", new SQLException("syntax", "42601")),
        new UncategorizedSQLException("task", "SQL", new SQLException("row too big", "54000")),
        new RuntimeCamelException(new IllegalStateException("a bug")),
        new IOException("unknown"));
  }

  @ParameterizedTest
  @MethodSource("absences")
  void waitsForWhoIsAway(Throwable failure) {
    assertThat(failures.isTransient(failure)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void doesNotWaitWhereWaitingHelpsNobody(Throwable failure) {
    assertThat(failures.isTransient(failure)).isFalse();
  }

  @Test
  void blamesNoListForWhatOneOfItsMessagesMeets() {
    assertThat(failures.concernsAll(new CannotAcquireLockException("a deadlock"))).isFalse();
    assertThat(failures.concernsAll(new QueryTimeoutException("slow"))).isFalse();
    assertThat(failures.concernsAll(translated("55P03"))).isFalse();
    assertThat(failures.concernsAll(uncategorized("XX001"))).isFalse();
    assertThat(failures.concernsAll(uncategorized("25006"))).isTrue();
    assertThat(failures.concernsAll(new TransientException("node-away", "away"))).isTrue();
  }

  private static Throwable translated(String state) {
    return new DatabaseErrors().translate("task", "SQL", new SQLException("refused", state));
  }

  private static UncategorizedSQLException uncategorized(String state) {
    return new UncategorizedSQLException("task", "SQL", new SQLException("refused", state));
  }

  @Test
  void tellsOfAnOutageOnceAMinute() {
    TransientException away = new TransientException("node-away", "The node is away");
    failures.tell("request-payment", away);
    clock.advance(Duration.ofSeconds(59));
    failures.tell("request-payment", away);
    failures.tell("instruct-node", away);
    clock.advance(Duration.ofSeconds(1));
    failures.tell("request-payment", away);
    assertThat(told(Level.WARN))
        .containsExactly(
            "request-payment goes on later: The node is away",
            "instruct-node goes on later: The node is away",
            "request-payment goes on later: The node is away");
  }

  @Test
  void tellsOfABugWithItsStackTrace() {
    failures.tell("send-messages", new IllegalStateException("a bug"));
    assertThat(told(Level.ERROR)).containsExactly("send-messages failed");
    assertThat(lines.list.getFirst().getThrowableProxy()).isNotNull();
  }

  private List<String> told(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
