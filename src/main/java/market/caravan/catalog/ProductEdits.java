package market.caravan.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of products; each is locked before its stock is looked at. */
@Component
class ProductEdits {

  private final Catalog catalog;
  private final CatalogChanges changes;
  private final CatalogLocks locks;

  ProductEdits(Catalog catalog, CatalogChanges changes, CatalogLocks locks) {
    this.catalog = catalog;
    this.changes = changes;
    this.locks = locks;
  }

  @Nullable Product carryOut(ProductCommand command) {
    return switch (command) {
      case ProductCommand.Add add -> add(add);
      case ProductCommand.Change change -> change(change);
      case ProductCommand.Delete delete -> delete(delete);
    };
  }

  private Product add(ProductCommand.Add command) {
    if (catalog.product(command.merchantId(), command.id()).isPresent()) {
      throw EditRefused.taken("There is a product of this id already");
    }
    return saved(command.edit().fresh(command.merchantId(), command.id()));
  }

  private Product change(ProductCommand.Change command) {
    Product before = product(command.merchantId(), command.id(), command.seen());
    Long quantity = command.edit().quantity(before, command.seen());
    if (quantity != null && quantity < before.reserved()) {
      throw EditRefused.held(before.reserved());
    }
    return saved(command.edit().on(before, quantity));
  }

  private Product saved(Product product) {
    if (catalog.stall(product.merchantId(), product.stallId()).isEmpty()) {
      throw EditRefused.unknown("stall");
    }
    changes.save(product);
    return catalog.product(product.merchantId(), product.id()).orElseThrow();
  }

  private @Nullable Product delete(ProductCommand.Delete command) {
    Product product = product(command.merchantId(), command.id(), command.seen());
    if (locks.isNeeded(product)) {
      throw EditRefused.needed("product");
    }
    changes.deleteProduct(product.merchantId(), product.id());
    return null;
  }

  private Product product(String merchantId, String id, Seen seen) {
    Product product =
        locks.product(merchantId, id).orElseThrow(() -> EditRefused.unknown("product"));
    seen.require(product.version());
    return product;
  }
}
