package market.caravan.lightning.camel;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of a {@code lightning:} endpoint. */
@UriParams
public class LightningConfiguration implements Cloneable {

  @UriParam(label = "producer", enums = "create,lookUp,listSettled,settle,cancel,cancelUnlessHeld")
  private @Nullable LightningOperation operation;

  @UriParam(label = "consumer", defaultValue = "8")
  private int concurrentConsumers = 8;

  @UriParam(label = "consumer,advanced", defaultValue = "1000", javaType = "java.time.Duration")
  private long reconnectDelay = 1_000;

  @UriParam(label = "consumer,advanced", defaultValue = "30000", javaType = "java.time.Duration")
  private long maxReconnectDelay = 30_000;

  public @Nullable LightningOperation getOperation() {
    return operation;
  }

  /** What a producer asks of the node; the header CamelLightningOperation overrides it. */
  public void setOperation(LightningOperation operation) {
    this.operation = operation;
  }

  public int getConcurrentConsumers() {
    return concurrentConsumers;
  }

  /** How many changes of invoices may be under way at once. The next one waits. */
  public void setConcurrentConsumers(int concurrentConsumers) {
    this.concurrentConsumers = concurrentConsumers;
  }

  public long getReconnectDelay() {
    return reconnectDelay;
  }

  /** How long to wait before subscribing again to a node that went away; doubles each time. */
  public void setReconnectDelay(long reconnectDelay) {
    this.reconnectDelay = reconnectDelay;
  }

  public long getMaxReconnectDelay() {
    return maxReconnectDelay;
  }

  /** The longest wait before subscribing again. */
  public void setMaxReconnectDelay(long maxReconnectDelay) {
    this.maxReconnectDelay = maxReconnectDelay;
  }

  LightningConfiguration copy() {
    try {
      return (LightningConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
