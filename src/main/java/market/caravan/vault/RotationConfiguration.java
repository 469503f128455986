package market.caravan.vault;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * As much of Caravan as {@link RotateCommand} needs: the database, be it the embedded one, and what
 * is sealed in it. It is no {@code @Configuration}, so that Caravan itself does not find it.
 */
@ConfigurationPropertiesScan({"market.caravan.vault", "market.caravan.embedded"})
@ImportAutoConfiguration({
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class
})
@Import({VaultConfiguration.class, MasterKeyRotation.class})
@ComponentScan(
    basePackages = "market.caravan",
    useDefaultFilters = false,
    includeFilters = {
      @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = SealedColumn.class),
      @ComponentScan.Filter(
          type = FilterType.REGEX,
          pattern = "market\\.caravan\\.embedded\\.EmbeddedConfiguration")
    })
class RotationConfiguration {}
