package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.History;
import dev.cairn.testkit.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was done to a store, and what it has promised about that so far. Not thread-safe. */
final class Promises {
  private static final int NO_FAILURE = -1;

  /**
   * What a crash must leave.
   *
   * @param issued how many updates were begun; none beyond them may be seen
   * @param process how many must survive the process
   * @param device how many must survive the system
   */
  record Promise(int issued, int process, int device) {
    static final Promise NONE = new Promise(0, 0, 0);
  }

  private final History history = new History();
  private final List<Operation.Update> updates = new ArrayList<>();
  private final Consumer<Promise> listener;
  private Promise promise = Promise.NONE;

  /** How many updates there were before the one in which the store ended writing. */
  private int updatesBeforeFailure = NO_FAILURE;

  private boolean isFailureWhole;

  Promises() {
    this(_ -> {});
  }

  /** The listener is told of each change of what is promised, at the moment of the change. */
  Promises(Consumer<Promise> listener) {
    this.listener = listener;
  }

  History history() {
    return history;
  }

  Promise promise() {
    return promise;
  }

  /** Notes that an operation begins, and returns what must come of it. */
  @Nullable Object issue(Operation operation) {
    Object expected = history.apply(operation);
    if (operation instanceof Operation.Update update) {
      updates.add(update);
      promise(new Promise(history.updateCount(), promise.process, promise.device));
    }
    return expected;
  }

  /**
   * Notes that the operation issued last has returned.
   *
   * @param durability that of single writes
   */
  void acknowledge(Operation operation, @Nullable Object outcome, Durability durability) {
    switch (operation) {
      // An update that changed nothing promises nothing of what was before it.
      case Operation.CompareAndSet _ -> {
        if (Objects.equals(outcome, true)) {
          acknowledge(durability);
        }
      }
      case Operation.Write write -> {
        if (!write.entries().isEmpty()) {
          acknowledge(write.durability());
        }
      }
      case Operation.Fill fill -> {
        if (!fill.pairs().isEmpty()) {
          acknowledge(Durability.DEVICE);
        }
      }
      case Operation.DeleteRange delete -> {
        if (!delete.range().isEmpty()) {
          acknowledge(durability);
        }
      }
      case Operation.Update _ -> acknowledge(durability);
      case Operation.Sync _ -> acknowledgeAll();
      default -> {}
    }
  }

  private void acknowledge(Durability survived) {
    int all = history.updateCount();
    switch (survived) {
      case MEMORY -> {}
      case PROCESS -> promise(new Promise(all, all, promise.device));
      case DEVICE -> promise(new Promise(all, all, all));
    }
  }

  /** Notes that all that was done is on the device, as after closing. */
  void acknowledgeAll() {
    int all = history.updateCount();
    promise(new Promise(all, all, all));
  }

  private void promise(Promise changed) {
    promise = changed;
    listener.accept(changed);
  }

  /**
   * Notes that the store has ended writing in an update, the last one: nobody was told that it was
   * done, and it may be found all the same.
   *
   * @param isWhole whether all of it shows or nothing; otherwise, as long as the store is not
   *     opened anew, it may show at some of its keys
   */
  void fail(Operation.Update update, boolean isWhole) {
    updatesBeforeFailure = history.updateCount();
    isFailureWhole = isWhole;
    var _ = issue(update);
  }

  /** Fails unless an open store shows all that was done, in which it may have ended writing. */
  void checkShown(Map<Bytes, Bytes> content) {
    if (updatesBeforeFailure == NO_FAILURE || isFailureWhole) {
      checkWhole(content);
      return;
    }
    Map<Bytes, Bytes> before = history.stateAfter(updatesBeforeFailure);
    Map<Bytes, Bytes> after = history.stateAfter(history.updateCount());
    Set<Bytes> keys = new HashSet<>(content.keySet());
    keys.addAll(before.keySet());
    keys.addAll(after.keySet());
    for (Bytes key : keys) {
      Bytes shown = content.get(key);
      List<@Nullable Bytes> outcomes = outcomes(key, before, after);
      if (!outcomes.contains(shown)) {
        throw new AssertionError(
            "%s is %s, and in %s one of %s"
                .formatted(key, shown, updates.get(updatesBeforeFailure), outcomes));
      }
    }
  }

  /** Fails unless a copy has all that was done, of the update that failed all or nothing. */
  void checkWhole(Map<Bytes, Bytes> content) {
    int all = history.updateCount();
    check(content, updatesBeforeFailure == NO_FAILURE ? all : updatesBeforeFailure, all);
  }

  /** The values that a key may have in the middle of the update that failed. */
  private List<@Nullable Bytes> outcomes(
      Bytes key, Map<Bytes, Bytes> before, Map<Bytes, Bytes> after) {
    List<@Nullable Bytes> outcomes = new ArrayList<>();
    outcomes.add(before.get(key));
    outcomes.add(after.get(key));
    if (updates.get(updatesBeforeFailure) instanceof Operation.Write write) {
      for (Operation.BatchEntry entry : write.entries()) {
        switch (entry) {
          case Operation.Put(Bytes put, Bytes value) when put.equals(key) -> outcomes.add(value);
          case Operation.Delete(Bytes deleted) when deleted.equals(key) -> outcomes.add(null);
          default -> {}
        }
      }
    }
    return outcomes;
  }

  /** The updates from one on, counted from 0. */
  List<Operation.Update> updatesFrom(int first) {
    return Collections.unmodifiableList(updates.subList(first, updates.size()));
  }

  /**
   * Fails unless a store holds what it held after so many updates, or after some more; returns
   * after how many.
   */
  int check(Map<Bytes, Bytes> content, int least, int most) {
    OptionalInt found = history.firstMatching(content, least, most);
    if (found.isEmpty()) {
      throw new AssertionError(
          "no state after %d to %d updates; the first of them differs so:%n%s%nthe last so:%n%s"
              .formatted(
                  least,
                  most,
                  history.describeDifference(content, least),
                  history.describeDifference(content, most)));
    }
    return found.getAsInt();
  }
}
