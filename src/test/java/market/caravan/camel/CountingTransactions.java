package market.caravan.camel;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of nothing, for a thread at a time: tells how they have ended. */
final class CountingTransactions extends AbstractPlatformTransactionManager {

  private static final long serialVersionUID = 1;

  final AtomicInteger commits = new AtomicInteger();
  final AtomicInteger rollbacks = new AtomicInteger();
  private final transient ThreadLocal<Boolean> active = ThreadLocal.withInitial(() -> false);

  @Override
  protected boolean isExistingTransaction(Object transaction) {
    return active.get();
  }

  @Override
  protected Object doGetTransaction() {
    return this;
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    active.set(true);
  }

  @Override
  protected void doCleanupAfterCompletion(Object transaction) {
    active.remove();
  }

  @Override
  protected void doSetRollbackOnly(DefaultTransactionStatus status) {}

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    commits.incrementAndGet();
  }

  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    rollbacks.incrementAndGet();
  }
}
