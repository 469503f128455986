package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class EmbeddedRelayConditionTest {

  @ParameterizedTest
  @CsvSource({
    "server.port=0,true",
    "caravan.relays=,true",
    "caravan.relays=wss://relay.example,false",
    "caravan.relays[0]=wss://relay.example,false",
    "caravan.embedded.relay.enabled=false,false",
    "caravan.relays=wss://relay.example;caravan.embedded.relay.enabled=true,true"
  })
  void isThereWhenNoOtherRelayIsOrWhenAskedFor(String properties, boolean there) {
    new ApplicationContextRunner()
        .withPropertyValues(properties.split(";"))
        .withUserConfiguration(Part.class)
        .run(
            context ->
                assertThat(context.getBeansOfType(Part.class).isEmpty()).isNotEqualTo(there));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEmbeddedRelay
  static class Part {}
}
