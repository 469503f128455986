package market.caravan.camel;

import market.caravan.mailbox.Dispatch;
import market.caravan.order.NodeWork;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Before the routes start: what this instance had claimed when it was stopped is free again. */
@Component
class OwnLeases implements InitializingBean {

  private final NodeWork nodeWork;
  private final Dispatch dispatch;

  OwnLeases(NodeWork nodeWork, Dispatch dispatch) {
    this.nodeWork = nodeWork;
    this.dispatch = dispatch;
  }

  @Override
  public void afterPropertiesSet() {
    nodeWork.dropOwnLeases();
    dispatch.dropOwnLeases();
  }
}
