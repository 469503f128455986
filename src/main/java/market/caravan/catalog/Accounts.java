package market.caravan.catalog;

import java.time.Clock;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tenants: an account has API keys and at most one merchant. */
@Repository
public class Accounts {

  private static final String INSERT =
      "INSERT INTO account (id, created_at) VALUES (:id, :now) ON CONFLICT DO NOTHING";

  private final JdbcClient jdbc;
  private final Clock clock;

  Accounts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Opens an account; one that is there already stays as it is. */
  public void open(String id) {
    jdbc.sql(INSERT).param("id", id).param("now", OffsetDateTime.now(clock)).update();
  }
}
