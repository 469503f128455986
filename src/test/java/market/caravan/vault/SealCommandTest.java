package market.caravan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

class SealCommandTest {

  private static final String KEY = "07".repeat(32);

  private final StandardEnvironment environment = new StandardEnvironment();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void printsWhatOnlyTheMasterKeyOpensAndStartsNothing() {
    give("--seal", "--caravan.master-key=" + KEY);
    assertThatThrownBy(() -> run("a secret")).isInstanceOf(AbandonedRunException.class);
    String sealed = out.toString(StandardCharsets.UTF_8);
    assertThat(sealed).startsWith("sealed:").doesNotContain("secret");
    Vault vault = new Vault(MasterKey.parse(KEY));
    assertThat(SealedText.open(vault, sealed, "p")).asString().isEqualTo("a secret");
  }

  @Test
  void doesNothingUnlessItIsAskedTo() {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("environment", Map.of("seal", "true")));
    give("--caravan.master-key=" + KEY);
    run("a secret");
    assertThat(out.size()).isZero();
  }

  @Test
  void saysWhatIsMissing() {
    give("--seal");
    assertThatThrownBy(() -> run("a secret"))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("caravan.master-key-file");
    give("--seal", "--caravan.master-key=" + KEY);
    assertThatThrownBy(() -> run(""))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("standard input");
  }

  private void give(String... arguments) {
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
  }

  private void run(String secret) {
    var in = new ByteArrayInputStream(secret.getBytes(StandardCharsets.UTF_8));
    new SealCommand(in, new PrintStream(out, true, StandardCharsets.UTF_8))
        .postProcessEnvironment(environment, null);
  }
}
