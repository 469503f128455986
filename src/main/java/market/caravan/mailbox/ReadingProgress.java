package market.caravan.mailbox;

import java.util.Collection;
import java.util.Optional;
import market.caravan.nostr.Pubkey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far relays have been read, for whoever wants something read from its beginning. */
@Repository
public class ReadingProgress {

  private final JdbcClient jdbc;

  ReadingProgress(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Forgets it for these kinds, and returns whose it was; empty where the merchant is unknown. */
  public Optional<Pubkey> forget(String merchantId, Collection<Integer> kinds) {
    jdbc.sql(
            "UPDATE relay_cursor SET cursor = NULL WHERE merchant_id = :merchant AND kind = ANY (:kinds)")
        .param("merchant", merchantId)
        .param("kinds", kinds.toArray(Integer[]::new))
        .update();
    return jdbc.sql("SELECT public_key FROM merchant WHERE id = :merchant")
        .param("merchant", merchantId)
        .query(String.class)
        .optional()
        .map(Pubkey::new);
  }
}
