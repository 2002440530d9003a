package dev.cairn.testkit.gate;

import dev.cairn.testkit.RepeatCommand;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Says how to repeat what failed. */
final class GateFailure implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof TestAbortedException) {
      throw failure;
    }
    String message = String.valueOf(failure.getMessage());
    // A campaign whose runs can be repeated alone begins with what selects the run.
    String properties = message.startsWith(Seeds.PROPERTY) ? " " : Seeds.latestProperty() + "\n";
    throw new AssertionError(
        "to repeat:\n" + RepeatCommand.of(context) + properties + message, failure);
  }
}
