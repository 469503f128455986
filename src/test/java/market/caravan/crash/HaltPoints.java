package market.caravan.crash;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.spi.InterceptStrategy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Makes points to halt at of every step of every route, every commit and every statement of the
 * start-up's recovery. A process has them whose {@code spring.main.sources} names this class; the
 * property {@code caravan.test.halts} is the directory that says where to halt.
 */
public class HaltPoints {

  @Bean
  static Halt halt(@Value("${caravan.test.halts}") Path directory) {
    return new Halt(directory);
  }

  @Bean
  static InterceptStrategy haltAtSteps(Halt halt) {
    return new HaltAtSteps(halt);
  }

  @Bean
  static JdbcTransactionManager transactionManager(DataSource dataSource, Halt halt) {
    return new HaltAtCommits(dataSource, halt);
  }

  @Bean
  static BeanPostProcessor haltAtStart(@Value("${caravan.test.halts}") Path directory) {
    return new HaltAtStart(new Halt(directory));
  }

  /** Just before a commit, and just after it. */
  private static final class HaltAtCommits extends JdbcTransactionManager {

    private static final long serialVersionUID = 1;

    private final transient Halt halt;

    HaltAtCommits(DataSource dataSource, Halt halt) {
      super(dataSource);
      this.halt = halt;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      halt.pass("before a commit");
      super.doCommit(status);
      halt.pass("after a commit");
    }
  }
}
