package market.caravan.embedded;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What somebody who tries Caravan needs to know, as {@code demo.json} has it.
 *
 * @param relay the address of a relay that the merchant reads
 * @param api the address that all HTTP paths follow
 * @param productIds all of them, the mug first
 * @param zoneIds all of them, those of {@code stallId} first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Demo(
    @JsonProperty("merchant_pubkey") String merchantPubkey,
    @JsonProperty("merchant_id") String merchantId,
    @JsonProperty("admin_key") String adminKey,
    @JsonProperty("invoice_key") String invoiceKey,
    @JsonProperty("relay") String relay,
    @JsonProperty("api") String api,
    @JsonProperty("operator_key") String operatorKey,
    @JsonProperty("stall_id") String stallId,
    @JsonProperty("product_ids") List<String> productIds,
    @JsonProperty("zone_ids") List<String> zoneIds) {

  @Override
  public String toString() {
    return "Demo[" + merchantPubkey + "]"; // the keys are for demo.json and for the first screen
  }
}
