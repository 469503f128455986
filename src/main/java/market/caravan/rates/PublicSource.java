package market.caravan.rates;

/** Sources that anybody may ask, without a key, and that tell all their currencies at once. */
enum PublicSource {
  COINBASE("https://api.coinbase.com/v2/exchange-rates?currency=BTC", "/data/rates/{currency}"),
  KRAKEN(
      "https://api.kraken.com/0/public/Ticker?pair=XBTEUR,XBTUSD,XBTGBP,XBTCAD,XBTJPY",
      "/result/XXBTZ{currency}/c/0"),
  COINGECKO("https://api.coingecko.com/api/v3/exchange_rates", "/rates/{currency}/value"),
  BLOCKCHAIN("https://blockchain.info/ticker", "/{currency}/last");

  private final String url;
  private final String pointer;

  PublicSource(String url, String pointer) {
    this.url = url;
    this.pointer = pointer;
  }

  SourceProperties properties() {
    return new SourceProperties(url, pointer, null);
  }
}
