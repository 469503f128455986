package market.caravan;

import java.util.Optional;
import java.util.function.Supplier;

/** Input from strangers, as the fuzz targets ({@code *FuzzTest}) meet it. */
public final class Hostile {

  private Hostile() {}

  /** What was read; empty where it was refused as it may be, while anything else is a finding. */
  public static <T> Optional<T> read(Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (PermanentException e) {
      return Optional.empty();
    }
  }
}
