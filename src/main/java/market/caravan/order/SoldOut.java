package market.caravan.order;

import market.caravan.catalog.Quote;
import market.caravan.catalog.QuotedProduct;
import market.caravan.inventory.Shortage;

/** What a customer is told of a product of which there is too little. */
final class SoldOut {

  private SoldOut() {}

  static String inWords(Shortage shortage, Quote quote) {
    String product =
        quote.products().stream()
            .filter(quoted -> quoted.id().equals(shortage.productId()))
            .map(QuotedProduct::name)
            .findFirst()
            .orElse(shortage.productId());
    return shortage.available() > 0
        ? product + ": only " + shortage.available() + " in stock"
        : product + " is not in stock any more";
  }
}
