package market.caravan.lightning.address;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.Unpayable;
import market.caravan.money.Msat;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Asks Lightning addresses for invoices (LUD-16, LUD-06). An address names a host of a stranger's
 * choice: it is asked only over HTTPS on its usual port, only at public addresses, and believed in
 * nothing.
 */
public final class LightningAddresses implements AutoCloseable {

  private static final int HTTPS = 443;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** For LND to try its ways (a minute), and for us to ask it twice. */
  private static final Duration LEAST_LEFT = Duration.ofMinutes(2);

  private final LnurlClient client;
  private final int port;
  private final Clock clock;

  public LightningAddresses(Clock clock) {
    this(
        new PublicDnsResolver(SystemDefaultDnsResolver.INSTANCE),
        publicAuthorities(),
        HTTPS,
        DEADLINE,
        clock);
  }

  /** For tests, which have a host of their own on this machine. */
  LightningAddresses(DnsResolver dns, SSLContext tls, int port, Duration deadline, Clock clock) {
    this.client = new LnurlClient(dns, tls, deadline);
    this.port = port;
    this.clock = clock;
  }

  private static SSLContext publicAuthorities() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has TLS", e);
    }
  }

  /**
   * Gets a new invoice from an address.
   *
   * @param network that it must be of
   * @throws TransientException {@code lightning-address-away} if its host can't be reached or is
   *     busy
   * @throws PermanentException {@code lightning-address-private} if it leads to a host that is not
   *     public, {@code lightning-address-refused} if its host says no, {@code
   *     lightning-address-lies} if it answers with anything but an invoice as it was asked for
   */
  public CheckedInvoice invoice(LightningAddress address, Msat amount, Network network) {
    PayRequest offer = PayRequest.of(client.get(wellKnown(address)));
    return checked(client.get(callback(offer, amount)), offer, amount, network);
  }

  URI wellKnown(LightningAddress address) {
    String host = port == HTTPS ? address.domain() : address.domain() + ":" + port;
    return URI.create("https://" + host + "/.well-known/lnurlp/" + address.name());
  }

  /** Where an invoice of this amount is to be had. */
  URI callback(PayRequest offer, Msat amount) {
    offer.requireAmount(amount);
    URI callback = offer.callback(amount);
    requireOrdinary(callback);
    return callback;
  }

  private void requireOrdinary(URI callback) {
    int asked = callback.getPort() == -1 ? HTTPS : callback.getPort();
    if (!"https".equalsIgnoreCase(callback.getScheme())
        || callback.getHost() == null
        || callback.getRawUserInfo() != null
        || callback.getRawFragment() != null
        || asked != port) {
      throw Refusals.lie("its callback is no ordinary HTTPS address");
    }
  }

  /** The invoice that a host answers with, if it is as it was asked for. */
  CheckedInvoice checked(JsonNode answer, PayRequest offer, Msat amount, Network network) {
    String text = answer.path("pr").asText();
    Bolt11 invoice = read(text);
    check(invoice, offer, amount, network);
    return new CheckedInvoice(text, invoice.paymentHash(), invoice.expiresAt());
  }

  private static Bolt11 read(String text) {
    try {
      return Bolt11.decode(text);
    } catch (PermanentException e) {
      throw Refusals.lie("it answers with no invoice");
    }
  }

  /**
   * LUD-06 has dropped that an invoice commits to the metadata; one that does must do so rightly.
   */
  private void check(Bolt11 invoice, PayRequest offer, Msat amount, Network network) {
    Unpayable.of(invoice, network, amount, clock.instant().plus(LEAST_LEFT))
        .map(LightningAddresses::inWords)
        .ifPresent(
            words -> {
              throw Refusals.lie(words);
            });
    if (invoice.descriptionHash() != null
        && !invoice.descriptionHash().equals(offer.metadataHash())) {
      throw Refusals.lie("its invoice is for something else");
    }
  }

  private static String inWords(Unpayable reason) {
    return switch (reason) {
      case NETWORK -> "its invoice is of another network";
      case AMOUNT -> "its invoice is of another amount";
      case EXPIRY -> "its invoice expires before it could be paid";
    };
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
