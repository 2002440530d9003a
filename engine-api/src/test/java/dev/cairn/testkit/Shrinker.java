package dev.cairn.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing list of operations small: by delta debugging (Zeller and Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002), then by simplifying the operations
 * that are left.
 *
 * <p>It is bounded by the operations it runs, not by time, so that the same failure shrinks to the
 * same list on every machine.
 */
public final class Shrinker {
  private static final long DEFAULT_BUDGET = 300_000;

  private final Predicate<List<Operation>> fails;
  private long budget;

  /**
   * Makes a shrinker that runs some hundred thousand operations at most.
   *
   * @param fails runs the operations on a new store and says whether they still fail
   */
  public Shrinker(Predicate<List<Operation>> fails) {
    this(fails, DEFAULT_BUDGET);
  }

  /**
   * Makes a shrinker.
   *
   * @param fails runs the operations on a new store and says whether they still fail
   * @param operationBudget how many operations it may run in all
   */
  public Shrinker(Predicate<List<Operation>> fails, long operationBudget) {
    this.fails = fails;
    this.budget = operationBudget;
  }

  /**
   * Makes a list smaller.
   *
   * @param failing a list that fails
   * @return one that fails too, and from which, if the budget allowed, no operation can be left out
   */
  public List<Operation> shrink(List<Operation> failing) {
    List<Operation> smallest = List.copyOf(failing);
    List<Operation> before;
    do {
      before = smallest;
      smallest = simplify(removeChunks(smallest));
    } while (!smallest.equals(before) && budget > 0);
    return smallest;
  }

  /**
   * Lists operations.
   *
   * @param operations the operations
   * @return a line for each, with its number
   */
  public static String describe(List<Operation> operations) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < operations.size(); i++) {
      text.append("  ").append(i).append(": ").append(operations.get(i)).append('\n');
    }
    return text.toString();
  }

  /** Leaves out halves, quarters and so on down to single operations, as long as the rest fails. */
  private List<Operation> removeChunks(List<Operation> failing) {
    List<Operation> smallest = failing;
    for (int chunk = (failing.size() + 1) / 2;
        chunk >= 1;
        chunk = chunk == 1 ? 0 : (chunk + 1) / 2) {
      // From the end, where what follows the failure goes at once.
      for (int end = smallest.size(); end > 0; end -= chunk) {
        int from = Math.max(0, Math.min(end, smallest.size()) - chunk);
        int to = Math.min(end, smallest.size());
        List<Operation> without = new ArrayList<>(smallest);
        without.subList(from, to).clear();
        if (stillFails(without)) {
          smallest = without;
        }
      }
    }
    return smallest;
  }

  private List<Operation> simplify(List<Operation> failing) {
    List<Operation> simplest = new ArrayList<>(failing);
    for (int at = 0; at < simplest.size(); at++) {
      boolean simplified = true;
      while (simplified) {
        simplified = false;
        Operation original = simplest.get(at);
        for (Operation simpler : Simplification.of(original)) {
          simplest.set(at, simpler);
          if (stillFails(simplest)) {
            simplified = true;
            break;
          }
          simplest.set(at, original);
        }
      }
    }
    return simplest;
  }

  private boolean stillFails(List<Operation> candidate) {
    if (candidate.isEmpty() || budget < candidate.size()) {
      return false;
    }
    budget -= candidate.size();
    return fails.test(List.copyOf(candidate));
  }
}
