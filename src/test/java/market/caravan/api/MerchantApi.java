package market.caravan.api;

import java.util.UUID;
import market.caravan.CaravanIT;
import market.caravan.catalog.Merchants;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Base of the tests of the API: a merchant of its own for each test, in the one application. */
@CaravanIT
abstract class MerchantApi {

  static final String CUSTOMER = KeyPair.generate().pubkey().hex();
  static final String OTHER_CUSTOMER = KeyPair.generate().pubkey().hex();

  @Autowired private Merchants merchants;
  @Autowired private ApiKeys keys;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  OwnMerchant merchant;

  @BeforeEach
  final void openMerchant() {
    merchant = another();
  }

  final OwnMerchant another() {
    return OwnMerchant.open(merchants, keys, jdbc, port);
  }

  /** The admin key of an account that has no merchant. */
  final String accountWithoutMerchant() {
    String account = UUID.randomUUID().toString();
    merchants.openAccount(account);
    return keys.create(account, KeyKind.ADMIN);
  }

  final int port() {
    return port;
  }
}
