package dev.cairn.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every state that a store went through: one after each {@link Operation.Update}, and the empty one
 * before the first. What a store holds after a crash must be one of them. Not thread-safe.
 *
 * <p>It keeps the changes, not the states, so that ten thousand updates cost ten thousand small
 * entries. An update that changed nothing, such as a {@code compareAndSet} that found another
 * value, counts too.
 */
public final class History {
  private final List<Change> changes = new ArrayList<>();

  /** For each update, how many of the changes there were after it. */
  private final List<Integer> changesAfter = new ArrayList<>(List.of(0));

  private final Set<Bytes> keys = new HashSet<>();

  private final Model model =
      new Model((key, _, after) -> {
        changes.add(new Change(key, after));
        keys.add(key);
      });

  private record Change(Bytes key, @Nullable Bytes after) {}

  /** Makes the history of a store that is empty. */
  public History() {}

  /**
   * Does an operation on the model of the store as it is now, and keeps what it changes.
   *
   * @param operation what to do
   * @return what must come of it
   */
  public @Nullable Object apply(Operation operation) {
    Object outcome = model.apply(operation);
    if (operation instanceof Operation.Update) {
      changesAfter.add(changes.size());
    }
    return outcome;
  }

  /**
   * The store as it is now.
   *
   * @return the model
   */
  public Model model() {
    return model;
  }

  /**
   * The keys that were ever put or deleted, by whatever update.
   *
   * @return an unmodifiable view
   */
  public Set<Bytes> keys() {
    return Collections.unmodifiableSet(keys);
  }

  /**
   * How many updates there were.
   *
   * @return the count
   */
  public int updateCount() {
    return changesAfter.size() - 1;
  }

  /**
   * What the store held after its first updates.
   *
   * @param updates how many of them
   * @return a new map
   */
  public NavigableMap<Bytes, Bytes> stateAfter(int updates) {
    NavigableMap<Bytes, Bytes> state = new TreeMap<>();
    redo(state, 0, updates);
    return state;
  }

  private void redo(Map<Bytes, Bytes> state, int from, int to) {
    for (Change change : changes.subList(changesAfter.get(from), changesAfter.get(to))) {
      if (change.after == null) {
        state.remove(change.key);
      } else {
        state.put(change.key, change.after);
      }
    }
  }

  /**
   * Looks for the state that a store is in.
   *
   * @param actual what the store holds
   * @param from the smallest number of updates that it may show
   * @param to the greatest
   * @return the smallest number of updates after which the store held just that, if there is one
   */
  public OptionalInt firstMatching(Map<Bytes, Bytes> actual, int from, int to) {
    Map<Bytes, Bytes> state = new HashMap<>();
    redo(state, 0, from);
    // Only the keys that an update touches can begin or cease to differ, so each state costs what
    // its
    // update changed, not what it holds.
    int differing = differingKeys(state, actual);
    for (int updates = from; updates <= to; updates++) {
      if (differing == 0) {
        return OptionalInt.of(updates);
      }
      if (updates < to) {
        differing += redoCounting(state, actual, updates);
      }
    }
    return OptionalInt.empty();
  }

  private static int differingKeys(Map<Bytes, Bytes> state, Map<Bytes, Bytes> actual) {
    int differing = 0;
    for (Map.Entry<Bytes, Bytes> entry : state.entrySet()) {
      differing += entry.getValue().equals(actual.get(entry.getKey())) ? 0 : 1;
    }
    for (Bytes key : actual.keySet()) {
      differing += state.containsKey(key) ? 0 : 1;
    }
    return differing;
  }

  /** Redoes one update and says by how much the number of differing keys changed. */
  private int redoCounting(Map<Bytes, Bytes> state, Map<Bytes, Bytes> actual, int update) {
    int difference = 0;
    for (Change change : changes.subList(changesAfter.get(update), changesAfter.get(update + 1))) {
      Bytes wanted = actual.get(change.key);
      Bytes before =
          change.after == null ? state.remove(change.key) : state.put(change.key, change.after);
      difference -= Objects.equals(before, wanted) ? 0 : 1;
      difference += Objects.equals(change.after, wanted) ? 0 : 1;
    }
    return difference;
  }

  /**
   * Says how a store differs from a state, for the message of a failed crash test.
   *
   * @param actual what the store holds
   * @param updates the number of updates to compare it with
   * @return a line for each of the first keys that differ
   */
  public String describeDifference(Map<Bytes, Bytes> actual, int updates) {
    return Contents.describeDifference(stateAfter(updates), actual);
  }
}
