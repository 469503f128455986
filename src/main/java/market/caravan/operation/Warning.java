package market.caravan.operation;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** The health of what works, while somebody should look at it. It answers 200. */
public final class Warning {

  public static final Status STATUS = new Status("WARNING");

  private Warning() {}

  /** Up, or a warning. */
  public static Health.Builder unless(boolean well) {
    return well ? Health.up() : Health.status(STATUS);
  }
}
