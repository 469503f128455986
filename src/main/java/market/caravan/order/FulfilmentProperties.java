package market.caravan.order;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The terms of shipping.
 *
 * @param shipUnpaid whether a merchant may ship what is not paid yet
 */
@ConfigurationProperties("caravan.fulfilment")
public record FulfilmentProperties(@DefaultValue("false") boolean shipUnpaid) {}
