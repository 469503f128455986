package market.caravan.nostr.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RelayStatisticsTest {

  private final RelayStatistics statistics =
      new RelayStatistics(URI.create("wss://relay.example.com"));
  private final Logger logger = (Logger) LoggerFactory.getLogger(RelayStatistics.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private long lines() {
    return log.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO)).count();
  }

  @Test
  void logsAComplaintOnceHoweverOftenItComes() {
    for (int i = 0; i < 10; i++) {
      statistics.complaint("auth-required: who are you?");
      statistics.fine();
    }

    assertThat(lines()).isEqualTo(1);
  }

  @Test
  void logsLittleOfARelayThatNeverStopsTalking() {
    for (int i = 0; i < 1_000; i++) {
      statistics.complaint("notice: " + i);
    }

    assertThat(lines()).isEqualTo(1);
    assertThat(statistics.complaint()).isEqualTo("notice: 999");
  }

  @Test
  void keepsWhatTheRelaySaidOfReadingWhenItAcceptsAnEvent() {
    statistics.complaint("auth-required: who are you?");
    statistics.refusal("rate-limited: slow down");

    statistics.published();

    assertThat(statistics.complaint()).isEqualTo("auth-required: who are you?");
    statistics.fine();
    assertThat(statistics.complaint()).isNull();
  }
}
