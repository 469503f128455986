package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Whoever listens to a logger goes on hearing, whatever other applications do meanwhile. */
class LastingLoggingTest {

  @Test
  void keepsWhoListensWhereAnApplicationIsClosedAndAnotherStarts() {
    Logger logger = (Logger) LoggerFactory.getLogger(LastingLoggingTest.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    start();
    lines.start();
    logger.addAppender(lines);
    try {
      start();
      logger.info("still heard");
      assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).contains("still heard");
    } finally {
      logger.detachAppender(lines);
    }
  }

  private static void start() {
    new SpringApplicationBuilder(LastingLoggingTest.class)
        .web(WebApplicationType.NONE)
        .run("--spring.config.name=none")
        .close();
  }
}
