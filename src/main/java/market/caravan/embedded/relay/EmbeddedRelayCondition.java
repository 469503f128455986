package market.caravan.embedded.relay;

import market.caravan.embedded.ConditionalOnUnset;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Whether the relay is needed, for want of another, or asked for. */
final class EmbeddedRelayCondition extends AnyNestedCondition {

  EmbeddedRelayCondition() {
    super(ConfigurationPhase.REGISTER_BEAN);
  }

  @ConditionalOnUnset("caravan.relays")
  static final class NoOtherRelay {}

  @ConditionalOnProperty("caravan.embedded.relay.enabled")
  static final class AskedFor {}
}
