package market.caravan.lightning.simulated;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import market.caravan.lightning.Backend;
import market.caravan.vault.Vault;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/** Simulated nodes of wallets: each has a key of its own and knows its own invoices only. */
@Component
@DependsOnDatabaseInitialization
final class SimulatedBackend implements Backend, AutoCloseable {

  private final NodeDatabase database;
  private final SimulatedInvoices invoices;
  private final SimulatedPayments payments;
  private final NodeKeyStore keys;
  private final Vault vault;
  private final Clock clock;
  private final LightningProperties.Simulated properties;
  private final Map<String, SimulatedNode> nodes = new ConcurrentHashMap<>();
  private final Map<String, ExpirySweep> sweeps = new ConcurrentHashMap<>();

  SimulatedBackend(
      NodeDatabase database,
      SimulatedInvoices invoices,
      SimulatedPayments payments,
      NodeKeyStore keys,
      Vault vault,
      Clock clock,
      LightningProperties properties) {
    this.database = database;
    this.invoices = invoices;
    this.payments = payments;
    this.keys = keys;
    this.vault = vault;
    this.clock = clock;
    this.properties = properties.simulated();
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public SimulatedNode connect(String wallet, String where) {
    SimulatedNode node =
        new SimulatedNode(
            database,
            invoices.of(wallet),
            payments,
            new InvoiceMaker(
                keys.loadOrDraw(InvoiceMaker.NETWORK, wallet),
                clock,
                properties.minFinalCltvExpiryDelta()),
            vault,
            clock,
            new InvoiceNews(properties.newsQueue()));
    nodes.put(wallet, node);
    sweeps.put(wallet, new ExpirySweep(node, properties.sweepInterval(), properties.sweepSize()));
    return node;
  }

  /** The nodes so far, by wallet. */
  Map<String, SimulatedNode> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    sweeps.values().forEach(ExpirySweep::close);
  }
}
