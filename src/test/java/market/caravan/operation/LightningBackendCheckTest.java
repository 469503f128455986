package market.caravan.operation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import market.caravan.PermanentException;
import market.caravan.lightning.LightningNode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.StandardEnvironment;

class LightningBackendCheckTest {

  @Test
  void saysWhatToSetWhenThereIsNoNode() {
    var nodes = new StaticListableBeanFactory().getBeanProvider(LightningNode.class);
    var check = new LightningBackendCheck(new StandardEnvironment(), nodes);

    assertThatThrownBy(check::afterSingletonsInstantiated)
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("set caravan.lightning.backend");
  }
}
