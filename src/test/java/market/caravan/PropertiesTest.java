package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** What makes no sense is refused when Caravan starts, and not when an order comes. */
class PropertiesTest {

  private static final Set<Class<? extends Annotation>> BOUNDS =
      Set.of(DurationMin.class, Min.class, Max.class, Positive.class, PositiveOrZero.class);

  @TestFactory
  Stream<DynamicTest> everyLengthOfTimeAndEveryNumberHasItsBound() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("market.caravan")
            .stream()
            .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
            .map(JavaClass::reflect)
            .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> check(type)));
  }

  private static void check(Class<?> type) {
    boolean bounded = false;
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType() == Duration.class || isNumber(component.getType())) {
        bounded = true;
        assertThat(annotations(component)).as(component.getName()).anyMatch(BOUNDS::contains);
      }
    }
    if (bounded) {
      assertThat(type).hasAnnotation(Validated.class);
    }
  }

  private static boolean isNumber(Class<?> type) {
    return type == int.class || type == long.class;
  }

  /** Those of the accessor: constraints are carried over to it. */
  private static Stream<Class<? extends Annotation>> annotations(RecordComponent component) {
    return Arrays.stream(component.getAccessor().getAnnotations())
        .<Class<? extends Annotation>>map(Annotation::annotationType);
  }
}
