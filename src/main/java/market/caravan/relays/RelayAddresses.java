package market.caravan.relays;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which relays we read and publish to.
 *
 * @param relays their addresses, ws:// or wss://, separated by commas; empty for the embedded one
 */
@ConfigurationProperties("caravan")
record RelayAddresses(@DefaultValue List<URI> relays) {}
