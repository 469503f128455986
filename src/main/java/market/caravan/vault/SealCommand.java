package market.caravan.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * With {@code --seal} on the command line: seals what comes in on standard input for the
 * configuration, and nothing is started. It runs when the configuration was read, for that names
 * the master key.
 */
final class SealCommand implements EnvironmentPostProcessor, Ordered {

  private static final String OPTION = "seal";
  private static final int MOST_BYTES = 65_536;

  private final InputStream in;
  private final PrintStream out;

  SealCommand() {
    this(System.in, System.out);
  }

  SealCommand(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, @Nullable SpringApplication application) {
    boolean asked =
        environment.getPropertySources().stream()
            .filter(SimpleCommandLinePropertySource.class::isInstance)
            .anyMatch(source -> source.containsProperty(OPTION));
    if (asked) {
      VaultProperties properties =
          Binder.get(environment).bindOrCreate("caravan", VaultProperties.class);
      out.println(SealedText.seal(new Vault(VaultConfiguration.masterKey(properties)), secret()));
      throw new SpringApplication.AbandonedRunException();
    }
  }

  private byte[] secret() {
    try {
      byte[] secret = in.readNBytes(MOST_BYTES + 1);
      if (secret.length == 0 || secret.length > MOST_BYTES) {
        throw new PermanentException(
            "nothing-to-seal", "--seal reads the secret from standard input: 1 to 65536 bytes");
      }
      return secret;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
