package market.caravan.catalog;

import market.caravan.vault.SealedColumn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Merchants' private keys, for a change of the master key. */
@Repository
class SealedMerchantKeys extends SealedColumn {

  SealedMerchantKeys(JdbcClient jdbc) {
    super(jdbc, "merchant", "id", "private_key_sealed", MerchantKeys::context);
  }
}
