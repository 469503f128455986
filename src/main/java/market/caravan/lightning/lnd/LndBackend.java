package market.caravan.lightning.lnd;

import jakarta.validation.Validator;
import market.caravan.lightning.Backend;
import market.caravan.lightning.LightningNode;
import market.caravan.vault.Vault;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** LND for wallets besides the default one. */
@Component
final class LndBackend implements Backend {

  private final Environment environment;
  private final Validator validator;
  private final StoredSettleIndex settleIndex;
  private final Vault vault;

  LndBackend(
      Environment environment, Validator validator, StoredSettleIndex settleIndex, Vault vault) {
    this.environment = environment;
    this.validator = validator;
    this.settleIndex = settleIndex;
    this.vault = vault;
  }

  @Override
  public String name() {
    return "lnd";
  }

  @Override
  public LightningNode connect(String wallet, String properties) {
    String where = properties + ".lnd";
    LndProperties lnd =
        Binder.get(environment)
            .bindOrCreate(
                where,
                Bindable.of(LndProperties.class),
                new ValidationBindHandler(new SpringValidatorAdapter(validator)));
    return LndNode.of(lnd, where, settleIndex.of(wallet), vault);
  }
}
