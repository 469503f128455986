package market.caravan.embedded.relay;

import java.net.URI;
import javax.sql.DataSource;
import market.caravan.TestDatabase;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The embedded relay alone, on a random port and a database of its own: for tests that need a relay
 * which they may stop and start.
 */
public final class TestRelay implements AutoCloseable {

  private final TestDatabase database = TestDatabase.create();
  private final String[] properties;
  private ConfigurableApplicationContext context;
  private int port;

  private TestRelay(String... properties) {
    this.properties = properties;
    this.context = open();
  }

  /** Starts a relay with these properties, each as {@code name=value}. */
  public static TestRelay start(String... properties) {
    return new TestRelay(properties);
  }

  /** The address of its socket, which stays the same over a restart. */
  public URI uri() {
    return URI.create("ws://127.0.0.1:" + port + "/relay");
  }

  /** How many clients are connected. */
  int connections() {
    return context.getBean(RelayHandler.class).connections();
  }

  /** Stops it; its events stay. */
  public void stop() {
    context.close();
  }

  /** Starts it again where it was, with the events that it had. */
  public void startAgain() {
    context = open();
  }

  @Override
  public void close() {
    stop();
    database.close();
  }

  private ConfigurableApplicationContext open() {
    ConfigurableApplicationContext opened =
        new SpringApplicationBuilder(Application.class)
            .initializers(
                created -> created.getBeanFactory().registerSingleton("testDatabase", database))
            .properties(properties)
            .properties("server.shutdown=immediate")
            .run("--server.port=" + port);
    port = opened.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    return opened;
  }

  @TestConfiguration(proxyBeanMethods = false)
  @Import({EmbeddedRelayConfiguration.class, EventRows.class, Deletions.class, StoredEvents.class})
  @EnableConfigurationProperties(EmbeddedRelayProperties.class)
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    WebSocketServletAutoConfiguration.class
  })
  static class Application {

    /** The database outlives the relay. */
    @Bean(destroyMethod = "")
    DataSource dataSource(TestDatabase database) {
      return database.dataSource();
    }
  }
}
