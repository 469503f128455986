package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times as the API shows them: whole seconds since 1970. */
final class UnixTime {

  private UnixTime() {}

  static @Nullable Long of(@Nullable Instant time) {
    return time == null ? null : time.getEpochSecond();
  }

  /** Of a timestamptz column; null where that is. */
  static @Nullable Long of(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toEpochSecond();
  }
}
