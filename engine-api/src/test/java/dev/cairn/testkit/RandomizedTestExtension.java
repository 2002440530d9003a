package dev.cairn.testkit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Runs a {@link RandomizedTest} once for each of its seeds. */
final class RandomizedTestExtension implements TestTemplateInvocationContextProvider {
  private static final String SEED_PROPERTY = "cairn.seed";
  private static final String RUNS_PROPERTY = "cairn.runs";
  private static final Seed FIXED_BASE = new Seed(0xca1a);

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(RandomizedTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    int runs = context.getRequiredTestMethod().getAnnotation(RandomizedTest.class).runs();
    return seeds(runs, System.getProperty(SEED_PROPERTY), Integer.getInteger(RUNS_PROPERTY, 1))
        .map(Run::new);
  }

  /** The seeds of a test with so many runs, given the values of the two properties. */
  static Stream<Seed> seeds(int runs, @Nullable String seed, int factor) {
    if (runs < 1 || factor < 1) {
      throw new IllegalArgumentException(runs + " times " + factor + " runs: expected at least 1");
    }
    if (seed != null && !seed.equals("random")) {
      return Stream.of(Seed.parse(seed));
    }
    Seed base = seed == null ? FIXED_BASE : new Seed(System.nanoTime()).derive(0);
    if (seed != null) {
      System.out.println("seeds derive from " + base);
    }
    return IntStream.range(0, Math.multiplyExact(runs, factor)).mapToObj(base::derive);
  }

  /** One run with one seed. */
  private record Run(Seed seed)
      implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {
    @Override
    public String getDisplayName(int invocationIndex) {
      return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Seed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return seed;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
        throws Throwable {
      if (failure instanceof TestAbortedException) {
        throw failure;
      }
      throw new AssertionError(
          "seed %s; to repeat:%n%s -D%s=%s%n%s"
              .formatted(seed, RepeatCommand.of(context), SEED_PROPERTY, seed, failure),
          failure);
    }
  }
}
