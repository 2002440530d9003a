package dev.cairn.testkit;

import static dev.cairn.testkit.Operation.Kind.CHECKPOINT;
import static dev.cairn.testkit.Operation.Kind.CLOSE_SNAPSHOT;
import static dev.cairn.testkit.Operation.Kind.COMPARE_AND_SET;
import static dev.cairn.testkit.Operation.Kind.CONTAINS;
import static dev.cairn.testkit.Operation.Kind.DELETE;
import static dev.cairn.testkit.Operation.Kind.DELETE_RANGE;
import static dev.cairn.testkit.Operation.Kind.FOR_EACH;
import static dev.cairn.testkit.Operation.Kind.GET;
import static dev.cairn.testkit.Operation.Kind.GET_ALL;
import static dev.cairn.testkit.Operation.Kind.PUT;
import static dev.cairn.testkit.Operation.Kind.READ;
import static dev.cairn.testkit.Operation.Kind.READ_SNAPSHOT;
import static dev.cairn.testkit.Operation.Kind.REOPEN;
import static dev.cairn.testkit.Operation.Kind.SCAN;
import static dev.cairn.testkit.Operation.Kind.SYNC;
import static dev.cairn.testkit.Operation.Kind.TAKE_SNAPSHOT;
import static dev.cairn.testkit.Operation.Kind.VERIFY;
import static dev.cairn.testkit.Operation.Kind.WALK;
import static dev.cairn.testkit.Operation.Kind.WRITE;

import dev.cairn.Limits;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the operations of an {@link OperationGenerator} are like. Immutable.
 *
 * @param weights how often each kind comes in comparison to the others; a kind that is missing
 *     never comes
 * @param keyCount how many different keys there are
 * @param maxKeyBytes the longest key
 * @param maxValueBytes the longest value; few values are longer than some hundred bytes
 * @param maxBatchEntries the most operations of a batch
 */
public record Shape(
    Map<Operation.Kind, Integer> weights,
    int keyCount,
    int maxKeyBytes,
    int maxValueBytes,
    int maxBatchEntries) {

  /** Checks the values. */
  public Shape {
    weights = Map.copyOf(weights);
    if (weights.values().stream().anyMatch(weight -> weight < 0)
        || weights.values().stream().mapToInt(Integer::intValue).sum() == 0) {
      throw new IllegalArgumentException("weights " + weights + ": expected one above 0");
    }
    if (keyCount < 1 || maxKeyBytes < 1 || maxKeyBytes > Limits.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(keyCount + " keys of up to " + maxKeyBytes + " bytes");
    }
    if (maxValueBytes < 0 || maxBatchEntries < 0) {
      throw new IllegalArgumentException(
          "values of " + maxValueBytes + " bytes, batches of " + maxBatchEntries);
    }
  }

  /**
   * Updates and {@code sync} only, of moderate sizes: the work of a crash test.
   *
   * @return the shape
   */
  public static Shape updates() {
    return new Shape(
        Map.of(PUT, 40, DELETE, 12, COMPARE_AND_SET, 8, WRITE, 20, SYNC, 4), 60, 300, 10_000, 12);
  }

  /**
   * All that a {@link dev.cairn.KeyValueStore} does without being closed.
   *
   * @return the shape
   */
  public static Shape keyValue() {
    return new Shape(
            Map.of(PUT, 40, DELETE, 12, COMPARE_AND_SET, 12, WRITE, 10, SYNC, 1),
            150,
            Limits.MAX_KEY_BYTES,
            200_000,
            30)
        .with(GET, 20)
        .with(CONTAINS, 8)
        .with(GET_ALL, 6)
        .with(READ, 10)
        .with(FOR_EACH, 1)
        .with(VERIFY, 1);
  }

  /**
   * All that a {@link dev.cairn.KeyValueStore} does, with reopening and checkpoints.
   *
   * @return the shape
   */
  public static Shape keyValueWithReopen() {
    return keyValue().with(REOPEN, 1).with(CHECKPOINT, 1);
  }

  /**
   * The same shape with what an {@link dev.cairn.OrderedStore} does in addition.
   *
   * @return a new shape
   */
  public Shape ordered() {
    return with(SCAN, 8)
        .with(WALK, 8)
        .with(DELETE_RANGE, 3)
        .with(TAKE_SNAPSHOT, 3)
        .with(READ_SNAPSHOT, 6)
        .with(CLOSE_SNAPSHOT, 2);
  }

  /**
   * The same shape with another weight for a kind.
   *
   * @param kind the kind
   * @param weight its weight, 0 for never
   * @return a new shape
   */
  public Shape with(Operation.Kind kind, int weight) {
    Map<Operation.Kind, Integer> changed = new EnumMap<>(weights);
    changed.put(kind, weight);
    return new Shape(changed, keyCount, maxKeyBytes, maxValueBytes, maxBatchEntries);
  }

  /**
   * The same shape with another number of keys.
   *
   * @param count how many different keys there are
   * @return a new shape
   */
  public Shape withKeyCount(int count) {
    return new Shape(weights, count, maxKeyBytes, maxValueBytes, maxBatchEntries);
  }

  /**
   * The same shape with other longest keys and values.
   *
   * @param keyBytes the longest key
   * @param valueBytes the longest value
   * @return a new shape
   */
  public Shape withMaxBytes(int keyBytes, int valueBytes) {
    return new Shape(weights, keyCount, keyBytes, valueBytes, maxBatchEntries);
  }

  /**
   * The same shape with other batches.
   *
   * @param entries the most operations of a batch
   * @return a new shape
   */
  public Shape withMaxBatchEntries(int entries) {
    return new Shape(weights, keyCount, maxKeyBytes, maxValueBytes, entries);
  }
}
