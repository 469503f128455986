package market.caravan.operation;

import market.caravan.CaravanException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows one of our own errors at the start as what it says, without a stack trace. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<CaravanException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CaravanException cause) {
    return new FailureAnalysis(cause.getMessage() + because(cause.getCause()), null, cause);
  }

  private static String because(@Nullable Throwable reason) {
    return reason == null || reason.getMessage() == null ? "" : " (" + reason.getMessage() + ")";
  }
}
