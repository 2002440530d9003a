package dev.cairn.testkit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the same operations on a store and on {@link Model}, and makes a difference small. */
public final class ModelCheck {
  private final Supplier<? extends StoreHome> newHome;

  /**
   * Makes a check.
   *
   * @param newHome makes a home without a store in it; called once for each run
   */
  public ModelCheck(Supplier<? extends StoreHome> newHome) {
    this.newHome = newHome;
  }

  /**
   * Runs operations.
   *
   * @param operations what to do
   * @throws AssertionError with the smallest failing operations found, if the store and the model
   *     differ or the store throws
   */
  public void run(List<Operation> operations) {
    Failure once = firstFailure(operations);
    if (once == null) {
      return;
    }
    List<Operation> smallest =
        new Shrinker(candidate -> firstFailure(candidate) != null).shrink(operations);
    Failure failure = firstFailure(smallest);
    if (failure == null) {
      // The store does not always fail on the same operations, as a race would have it.
      throw new AssertionError(
          "failed once and not again: "
              + once.description
              + "\nthe whole list:\n"
              + Shrinker.describe(operations),
          once.cause);
    }
    throw new AssertionError(
        failure.description
            + "\nafter shrinking "
            + operations.size()
            + " operations to:\n"
            + Shrinker.describe(smallest),
        failure.cause);
  }

  /**
   * Runs operations, and does not look for fewer that fail.
   *
   * @param operations what to do
   * @throws AssertionError if the store and the model differ or the store throws
   */
  public void runOnce(List<Operation> operations) {
    Failure failure = firstFailure(operations);
    if (failure != null) {
      throw new AssertionError(failure.description, failure.cause);
    }
  }

  private record Failure(String description, @Nullable Throwable cause) {}

  private @Nullable Failure firstFailure(List<Operation> operations) {
    Model model = new Model();
    // Put in words only if it fails: there are millions of operations.
    Supplier<String> doing = () -> "open";
    try (StoreDriver driver = new StoreDriver(newHome.get())) {
      for (int i = 0; i < operations.size(); i++) {
        int number = i;
        Operation operation = operations.get(i);
        doing = () -> "operation " + number + ", " + operation;
        Object expected = model.apply(operation);
        Object actual = driver.apply(operation);
        if (!Objects.equals(expected, actual)) {
          return new Failure(doing.get() + ": " + difference(expected, actual), null);
        }
      }
      doing = () -> "verify at the end";
      driver.store().verify();
      Map<Bytes, Bytes> content = Contents.of(driver.store());
      if (!content.equals(model.content())) {
        return new Failure("the content at the end: " + difference(model.content(), content), null);
      }
      doing = () -> "close";
    } catch (RuntimeException | Error thrown) {
      return new Failure(doing.get() + ": " + thrown, thrown);
    }
    return null;
  }

  @SuppressWarnings("unchecked") // All maps among the outcomes are contents.
  private static String difference(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> found) {
      return Contents.describeDifference((Map<Bytes, Bytes>) wanted, (Map<Bytes, Bytes>) found);
    }
    return "expected " + expected + ", found " + actual;
  }
}
