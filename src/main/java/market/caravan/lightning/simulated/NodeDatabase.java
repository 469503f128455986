package market.caravan.lightning.simulated;

import java.util.function.Supplier;
import market.caravan.TransientException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the node's statements apart from whoever calls it: outside of the caller's transaction,
 * each one committed when it returns, and a database that is away is a node that is away.
 */
@Repository
class NodeDatabase {

  private final JdbcClient jdbc;
  private final TransactionTemplate noTransaction;

  NodeDatabase(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    noTransaction = new TransactionTemplate(transactions);
    noTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  <T> T call(Supplier<T> statements) {
    try {
      return noTransaction.execute(status -> statements.get());
    } catch (TransientDataAccessException
        | RecoverableDataAccessException
        | DataAccessResourceFailureException e) {
      throw new TransientException(
          "node-away", "The simulated Lightning node can't reach its database: try again", e);
    }
  }
}
