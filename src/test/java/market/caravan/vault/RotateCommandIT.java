package market.caravan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import market.caravan.PostgresTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The command that changes the master key, on a real database. */
class RotateCommandIT extends PostgresTest {

  private static final int INVOICES = 1_203;

  private final Vault before = new Vault(MasterKey.parse("07".repeat(32)));
  private final Vault after = new Vault(MasterKey.parse("08".repeat(32)));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir private Path directory;
  private Path file = Path.of("");

  private static byte[] secret(String of) {
    return of.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void seal() throws IOException {
    file = Files.writeString(directory.resolve("new.key"), "08".repeat(32) + "\n");
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql("INSERT INTO merchant VALUES ('m', 'a', 'p', ?, TRUE, '{}', NULL, now())")
        .param(before.seal(secret("m"), "merchant/m"))
        .update();
    jdbc.sql("INSERT INTO simulated_node (network, key_sealed) VALUES ('REGTEST', ?)")
        .param(before.seal(secret("node"), "simulated-node"))
        .update();
    jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, extra_data,
              total_msat, placed_at)
            VALUES ('m', 'o', 'c', 'p', 'e', now(), 'PLACED', '', '{}', '[]', '{}', 0, now())
            """)
        .update();
    invoices();
    simulated("paid", before.seal(secret("paid"), "simulated-invoice/paid"));
    simulated("held", null);
  }

  private void invoices() {
    jdbc.sql(
            """
            INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, preimage_sealed,
              amount_msat, memo, expiry_s, state, created_at)
            SELECT seq, number - 1, '', 'hash-' || (number - 1), sealed, 1, '', 1, 'NAMED', now()
            FROM orders, unnest(:sealed) WITH ORDINALITY AS x (sealed, number)
            """)
        .param(
            "sealed",
            IntStream.range(0, INVOICES)
                .mapToObj(i -> before.seal(secret("" + i), "hash-" + i))
                .toArray(byte[][]::new))
        .update();
  }

  private void simulated(String hash, byte @Nullable [] sealed) {
    jdbc.sql(
            """
            INSERT INTO simulated_invoice (payment_hash, preimage_sealed, bolt11, amount_msat, state,
              expires_at) VALUES (?, ?, '', 1, 'OPEN', now())
            """)
        .params(hash, sealed)
        .update();
  }

  private void rotate(String... more) {
    HikariDataSource pool = (HikariDataSource) dataSource;
    List<String> arguments =
        List.of(
            "--rotate-master-key=" + file,
            "--caravan.master-key=" + "07".repeat(32),
            "--spring.datasource.url=" + pool.getJdbcUrl(),
            "--spring.datasource.username=" + pool.getUsername(),
            "--spring.datasource.password=" + pool.getPassword());
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SimpleCommandLinePropertySource(
                java.util.stream.Stream.concat(arguments.stream(), java.util.stream.Stream.of(more))
                    .toArray(String[]::new)));
    new RotateCommand(new PrintStream(out, true, StandardCharsets.UTF_8))
        .postProcessEnvironment(environment, null);
  }

  private Map<String, Object> columns() {
    return Map.of(
        "merchant", one("SELECT private_key_sealed FROM merchant"),
        "node", one("SELECT key_sealed FROM simulated_node"),
        "paid", one("SELECT preimage_sealed FROM simulated_invoice WHERE payment_hash = 'paid'"),
        "first", one("SELECT preimage_sealed FROM invoice WHERE attempt = 0"),
        "last", one("SELECT preimage_sealed FROM invoice WHERE attempt = " + (INVOICES - 1)));
  }

  private byte[] one(String sql) {
    return jdbc.sql(sql).query(byte[].class).single();
  }

  private void assertAllUnder(Vault vault) {
    assertThat(vault.open(one("SELECT private_key_sealed FROM merchant"), "merchant/m"))
        .isEqualTo(secret("m"));
    assertThat(vault.open(one("SELECT key_sealed FROM simulated_node"), "simulated-node"))
        .isEqualTo(secret("node"));
    String paid = "SELECT preimage_sealed FROM simulated_invoice WHERE payment_hash = 'paid'";
    assertThat(vault.open(one(paid), "simulated-invoice/paid")).isEqualTo(secret("paid"));
    List<byte[]> preimages =
        jdbc.sql("SELECT preimage_sealed FROM invoice ORDER BY attempt").query(byte[].class).list();
    for (int i = 0; i < INVOICES; i++) {
      assertThat(vault.open(preimages.get(i), "hash-" + i)).isEqualTo(secret("" + i));
    }
  }

  @Test
  void sealsAllThatIsStoredAnewAndAgainChangesNothing() {
    assertThatThrownBy(this::rotate).isInstanceOf(AbandonedRunException.class);
    assertAllUnder(after);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("invoice.preimage_sealed: " + INVOICES, "merchant.private_key_sealed: 1")
        .doesNotContain("0808");
    Map<String, Object> stored = columns();
    assertThatThrownBy(this::rotate).isInstanceOf(AbandonedRunException.class);
    assertThat(columns()).usingRecursiveComparison().isEqualTo(stored);
  }

  @Test
  void changesNothingWhereOneSecretDoesNotOpen() {
    jdbc.sql("UPDATE invoice SET preimage_sealed = ? WHERE attempt = 1100")
        .param(before.seal(secret("x"), "somewhere else"))
        .update();
    Map<String, Object> stored = columns();
    assertThatThrownBy(this::rotate).hasMessageContaining("does not open");
    assertThat(columns()).usingRecursiveComparison().isEqualTo(stored);
  }

  @Test
  void isRefusedWhileCaravanRuns() throws Exception {
    HikariDataSource pool = (HikariDataSource) dataSource;
    Properties ours = new Properties();
    ours.setProperty("user", pool.getUsername());
    ours.setProperty("password", pool.getPassword());
    ours.setProperty("ApplicationName", "caravan");
    try (Connection running = DriverManager.getConnection(pool.getJdbcUrl(), ours)) {
      assertThat(running.isValid(5)).isTrue();
      assertThatThrownBy(this::rotate).hasMessageContaining("Caravan is running");
    }
    assertAllUnder(before);
  }

  @Test
  void everySealedColumnIsKnown() {
    assertThatThrownBy(this::rotate).isInstanceOf(AbandonedRunException.class);
    List<String> columns =
        jdbc.sql(
                """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed'
                """)
            .query(String.class)
            .list();
    assertThat(columns).hasSizeGreaterThan(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(columns);
  }

  @Test
  void needsTheFileOfTheNewKey() {
    file = directory.resolve("nothing");
    assertThatThrownBy(this::rotate).hasMessageContaining("can't be read");
  }
}
