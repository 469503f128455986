package market.caravan;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemFactory;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Logging that outlives the application that set it up. Several run in one JVM: without this, where
 * one is closed and another starts, Logback is set up anew, and what a third one says meanwhile
 * reaches nobody who listens.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LastingLogging implements LoggingSystemFactory {

  @Override
  public LoggingSystem getLoggingSystem(ClassLoader classLoader) {
    return new LogbackLoggingSystem(classLoader) {
      @Override
      public void cleanUp() {
        // For whoever still runs.
      }
    };
  }
}
