package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartScreenTest {

  private static final Demo DEMO =
      new Demo(
          "the-pubkey",
          "demo",
          "the-admin-key",
          "the-invoice-key",
          "ws://127.0.0.1:8080/relay",
          "http://127.0.0.1:8080",
          "the-operator-key",
          "kitchen",
          List.of("mug"),
          List.of("national"));

  private static String screen(boolean drawnKey) {
    return StartScreen.of(DEMO, Path.of("data"), drawnKey, true, true);
  }

  @Test
  void showsWhatWasDrawn() {
    assertThat(screen(true)).contains("the-admin-key", "the-invoice-key", "the-operator-key");
  }

  @Test
  void showsNoKeyThatSomebodyHasChosen() {
    assertThat(screen(false)).contains("password as configured").doesNotContain("the-operator-key");
  }
}
