package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import market.caravan.catalog.Stall;
import org.jspecify.annotations.Nullable;

/** {@code Stall} of api.md; {@code active} and {@code version} are ours. */
@JsonNaming(SnakeCaseStrategy.class)
record StallView(
    String id,
    String wallet,
    String name,
    String currency,
    List<ZoneView> shippingZones,
    Config config,
    boolean pending,
    boolean active,
    String version,
    @Nullable String eventId,
    @Nullable Long eventCreatedAt) {

  /** What is not part of the stall's row in nostrmarket. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Config(@Nullable String imageUrl, String description) {}

  static StallView of(Stall stall) {
    return new StallView(
        stall.id(),
        stall.wallet(),
        stall.name(),
        stall.currency().code(),
        stall.zones().stream().map(ZoneView::of).toList(),
        new Config(stall.imageUrl(), stall.description()),
        stall.publication().pending(),
        stall.active(),
        String.valueOf(stall.version()),
        stall.publication().eventId(),
        UnixTime.of(stall.publication().eventCreatedAt()));
  }
}
