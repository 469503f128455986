package market.caravan.embedded;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Has the {@link StartReport} made as soon as a customer would be served; where that takes too
 * long, the report says so.
 */
final class StartReporter implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(StartReporter.class);
  private static final int LOOK_EVERY_MS = 200;
  private static final int LOOKS = 150;

  private final DemoShop shop;
  private final DemoReadiness readiness;
  private final StartReport report;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("start-report").factory());
  private @Nullable ScheduledFuture<?> looking;
  private int looks;

  StartReporter(DemoShop shop, DemoReadiness readiness, StartReport report) {
    this.shop = shop;
    this.readiness = readiness;
    this.report = report;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    if (shop.goods().isPresent()) {
      looking = timer.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      DemoGoods goods = shop.goods().orElseThrow();
      boolean serves = readiness.serves(goods.merchantId());
      looks++;
      if (serves || looks >= LOOKS) {
        report.make(goods, serves);
        timer.shutdown();
      }
    } catch (RuntimeException e) {
      // Such as the database being away for a moment: the next look comes soon.
      log.debug("The start could not be reported", e);
    }
  }

  @Override
  public void destroy() {
    if (looking != null) {
      looking.cancel(false);
    }
    timer.shutdownNow();
  }
}
