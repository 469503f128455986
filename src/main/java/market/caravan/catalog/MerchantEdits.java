package market.caravan.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of merchants. */
@Component
class MerchantEdits {

  private final Catalog catalog;
  private final Merchants merchants;
  private final MerchantRemoval removal;
  private final Publications publications;

  MerchantEdits(
      Catalog catalog, Merchants merchants, MerchantRemoval removal, Publications publications) {
    this.catalog = catalog;
    this.merchants = merchants;
    this.removal = removal;
    this.publications = publications;
  }

  @Nullable Merchant carryOut(MerchantCommand command) {
    return switch (command) {
      case MerchantCommand.Add add -> add(add);
      case MerchantCommand.Describe describe -> describe(describe);
      case MerchantCommand.Toggle toggle -> toggle(merchant(toggle));
      case MerchantCommand.Publish publish -> publish(merchant(publish), true);
      case MerchantCommand.Withdraw withdraw -> publish(merchant(withdraw), false);
      case MerchantCommand.Delete delete -> delete(merchant(delete));
    };
  }

  private Merchant add(MerchantCommand.Add command) {
    if (catalog.merchantOfAccount(command.accountId()).isPresent()) {
      throw EditRefused.taken("An account has one merchant, and this one has theirs");
    }
    boolean added =
        merchants.add(
            command.merchantId(), command.accountId(), command.keyPair(), false, command.profile());
    if (!added) {
      throw EditRefused.taken("There is a merchant with this key already");
    }
    return merchant(command);
  }

  private Merchant describe(MerchantCommand.Describe command) {
    Merchant before = merchant(command);
    boolean active = command.active() == null ? before.active() : command.active();
    MerchantProfile after = command.edit().on(before.profile());
    if (after.equals(before.profile())) {
      merchants.activate(before.id(), active); // relays may know a younger profile than we do
    } else {
      merchants.update(before.id(), active, after);
    }
    return merchant(command);
  }

  private Merchant toggle(Merchant before) {
    merchants.activate(before.id(), !before.active());
    return catalog.merchant(before.id()).orElseThrow();
  }

  private @Nullable Merchant publish(Merchant merchant, boolean published) {
    merchants.publish(merchant.id(), published);
    publications.renew(merchant.id());
    return null;
  }

  private @Nullable Merchant delete(Merchant merchant) {
    removal.remove(merchant);
    return null;
  }

  private Merchant merchant(CatalogCommand command) {
    return catalog.merchant(command.merchantId()).orElseThrow(EditRefused::noMerchant);
  }
}
