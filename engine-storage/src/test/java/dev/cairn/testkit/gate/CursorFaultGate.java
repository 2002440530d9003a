package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A cursor whose move failed, because the disk did not answer, stands on no pair, and passes over
 * none: it goes on only from where it is sent.
 */
@Gate
public abstract class CursorFaultGate {
  private static final int PAIRS = 400;
  private static final int VALUE_BYTES = 60;

  // Every so many pairs a value that is read by itself, whatever the engine's pages are.
  private static final int PAIRS_TO_A_LARGE_ONE = 50;
  private static final int LARGE_VALUE_BYTES = 10_000;

  private final EngineFixture engine;
  private final MemoryVfs files = new MemoryVfs();
  private final FaultyVfs disk = new FaultyVfs(files);

  private enum Direction {
    FORWARD,
    BACKWARD;

    boolean seek(Cursor cursor, byte[] key) {
      return this == FORWARD ? cursor.seek(key) : cursor.seekFloor(key);
    }

    boolean move(Cursor cursor) {
      return this == FORWARD ? cursor.next() : cursor.previous();
    }

    List<byte[]> keys() {
      List<byte[]> keys = IntStream.range(0, PAIRS).mapToObj(CursorFaultGate::key).toList();
      return this == FORWARD ? keys : keys.reversed();
    }
  }

  /**
   * Makes the test.
   *
   * @param engine whose cursors are moved
   */
  protected CursorFaultGate(EngineFixture engine) {
    this.engine = engine;
  }

  private static byte[] key(int i) {
    return Bytes.of(String.format("key %04d", i)).toArray();
  }

  private static byte[] value(int i) {
    byte[] value = new byte[i % PAIRS_TO_A_LARGE_ONE == 7 ? LARGE_VALUE_BYTES : VALUE_BYTES];
    value[i % VALUE_BYTES] = 1;
    return value;
  }

  @Test
  final void aForwardMoveThatFailsPassesOverNothing() {
    letEveryOperationFail(Direction.FORWARD);
  }

  @Test
  final void aBackwardMoveThatFailsPassesOverNothing() {
    letEveryOperationFail(Direction.BACKWARD);
  }

  private void letEveryOperationFail(Direction direction) {
    fill();
    int failed = 0;
    while (isWalkStruck(failed + 1, direction)) {
      failed++;
    }
    assertThat(failed).isGreaterThan(10);
  }

  private void fill() {
    engine.create(files, 1);
    try (OrderedStore store = open()) {
      for (int parity = 0; parity < 2; parity++) {
        for (int i = parity; i < PAIRS; i += 2) {
          store.put(key(i), value(i));
        }
      }
    }
  }

  private OrderedStore open() {
    return (OrderedStore) engine.open(disk, Durability.PROCESS);
  }

  /** Walks over all pairs while one operation fails, and returns whether there was one. */
  private boolean isWalkStruck(int operation, Direction direction) {
    try (OrderedStore store = open();
        Cursor cursor = store.scan(KeyRange.all())) {
      disk.failAt(disk.operations() + operation, Fault.EIO, FaultSpan.ONCE);
      List<byte[]> keys = new ArrayList<>();
      while (move(cursor, direction, keys)) {
        keys.add(cursor.key());
      }
      boolean isStruck = disk.firstStruck().isPresent();
      disk.heal();

      assertThat(keys).containsExactlyElementsOf(direction.keys());
      return isStruck;
    }
  }

  private static boolean move(Cursor cursor, Direction direction, List<byte[]> seen) {
    byte[] start = direction == Direction.FORWARD ? key(0) : key(PAIRS);
    try {
      return seen.isEmpty() ? direction.seek(cursor, start) : direction.move(cursor);
    } catch (StoreIOException injected) {
      assertThatIllegalStateException().isThrownBy(cursor::key);
      assertThatIllegalStateException().isThrownBy(cursor::valueSegment);
      assertThatIllegalStateException().isThrownBy(cursor::next);
      assertThatIllegalStateException().isThrownBy(cursor::previous);
      if (seen.isEmpty()) {
        return direction.seek(cursor, start);
      }
      assertThat(direction.seek(cursor, seen.getLast())).isTrue();
      assertThat(cursor.key()).isEqualTo(seen.getLast());
      return direction.move(cursor);
    }
  }
}
