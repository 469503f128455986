package market.caravan.camel;

import market.caravan.mailbox.Dispatch;
import market.caravan.order.NodeWork;
import market.caravan.refund.RefundWork;
import market.caravan.restore.RestoreRuns;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Before the routes start: what this instance had claimed when it was stopped is free again. */
@Component
class OwnLeases implements InitializingBean {

  private final NodeWork nodeWork;
  private final RefundWork refundWork;
  private final Dispatch dispatch;
  private final RestoreRuns restoreRuns;

  OwnLeases(NodeWork nodeWork, RefundWork refundWork, Dispatch dispatch, RestoreRuns restoreRuns) {
    this.nodeWork = nodeWork;
    this.refundWork = refundWork;
    this.dispatch = dispatch;
    this.restoreRuns = restoreRuns;
  }

  @Override
  public void afterPropertiesSet() {
    nodeWork.dropOwnLeases();
    refundWork.dropOwnLeases();
    dispatch.dropOwnLeases();
    restoreRuns.dropOwnLeases();
  }
}
