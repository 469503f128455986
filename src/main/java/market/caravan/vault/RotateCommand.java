package market.caravan.vault;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * With {@code --rotate-master-key=FILE} on the command line: all that is stored sealed is sealed
 * anew under the key in that file, and Caravan is not started. The key until now is the configured
 * one.
 */
final class RotateCommand implements EnvironmentPostProcessor, Ordered {

  private static final String OPTION = "rotate-master-key";

  private final PrintStream out;

  RotateCommand() {
    this(System.out);
  }

  RotateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, @Nullable SpringApplication application) {
    Optional<SimpleCommandLinePropertySource> asked =
        environment.getPropertySources().stream()
            .filter(SimpleCommandLinePropertySource.class::isInstance)
            .map(SimpleCommandLinePropertySource.class::cast)
            .filter(source -> source.containsProperty(OPTION))
            .findFirst();
    if (asked.isPresent()) {
      String file = String.valueOf(asked.get().getProperty(OPTION));
      tell(rotate(VaultConfiguration.masterKey(file(file)), others(asked.get())), file);
      throw new SpringApplication.AbandonedRunException();
    }
  }

  private static VaultProperties file(String file) {
    if (file.isBlank()) {
      throw new PermanentException(
          "no-new-master-key", "Name the file of the new key: --rotate-master-key=FILE");
    }
    return new VaultProperties(null, Path.of(file).toString());
  }

  private static Map<String, Long> rotate(MasterKey next, List<String> arguments) {
    SpringApplication rotation = new SpringApplication(RotationConfiguration.class);
    rotation.setWebApplicationType(WebApplicationType.NONE);
    rotation.setLazyInitialization(true);
    rotation.setLogStartupInfo(false);
    try (ConfigurableApplicationContext context = rotation.run(arguments.toArray(String[]::new))) {
      return context.getBean(MasterKeyRotation.class).rotate(new Vault(next));
    }
  }

  /** All else that was said, and under which name the database sees us. */
  private static List<String> others(SimpleCommandLinePropertySource said) {
    List<String> others = new ArrayList<>();
    Arrays.stream(said.getPropertyNames())
        .filter(name -> !name.equals(OPTION) && !name.equals("nonOptionArgs"))
        .forEach(name -> others.add("--" + name + "=" + said.getProperty(name)));
    others.add(
        "--spring.datasource.hikari.data-source-properties.ApplicationName=caravan-rotation");
    return others;
  }

  private void tell(Map<String, Long> counts, String file) {
    counts.forEach((column, count) -> out.println(column + ": " + count + " sealed anew"));
    out.println("From now on the master key is the one in " + file + ": configure it, then start.");
    out.println("Secrets in the configuration, from --seal, are to be sealed anew by you.");
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
