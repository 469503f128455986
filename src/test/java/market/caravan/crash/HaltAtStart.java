package market.caravan.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passes a point before each statement by which a start takes up what the last run has left. */
final class HaltAtStart implements BeanPostProcessor {

  private static final String RECOVERY = "ownLeases";

  private final Halt halt;
  private volatile boolean recovering;

  HaltAtStart(Halt halt) {
    this.halt = halt;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    recovering |= name.equals(RECOVERY);
    return bean;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (name.equals(RECOVERY)) {
      recovering = false;
      halt.pass("start, recovered");
    }
    return bean instanceof JdbcClient jdbc ? watched(jdbc) : bean;
  }

  private JdbcClient watched(JdbcClient jdbc) {
    return (JdbcClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JdbcClient.class},
            (proxy, method, arguments) -> {
              if (recovering) {
                halt.pass("start, before a statement");
              }
              try {
                return method.invoke(jdbc, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
