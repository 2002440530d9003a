package dev.cairn.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run several times, each time with another {@link Seed} as its argument.
 *
 * <p>The seeds are the same at each build. {@code -Dcairn.seed=0x...} runs the one seed that a
 * failure printed, {@code -Dcairn.seed=random} begins somewhere new and prints where, and {@code
 * -Dcairn.runs=10} runs ten times as many.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(RandomizedTestExtension.class)
public @interface RandomizedTest {
  /**
   * How many seeds are tried.
   *
   * @return the number of runs
   */
  int runs() default 100;
}
