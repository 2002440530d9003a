package dev.cairn.lsm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of several cursors in one order: a heap whose top is the next one in the direction of
 * the last positioning. To turn round, or after a failure, position it anew.
 */
final class MergingCursor {
  private enum Direction {
    FORWARD,
    BACKWARD
  }

  private final EntryCursor[] parts;
  private final EntryCursor[] heap;
  private int size;
  private Direction direction = Direction.FORWARD;

  MergingCursor(List<? extends EntryCursor> parts) {
    this.parts = parts.toArray(new EntryCursor[0]);
    this.heap = new EntryCursor[parts.size()];
  }

  void first() {
    for (EntryCursor part : parts) {
      part.first();
    }
    begin(Direction.FORWARD);
  }

  void seek(byte[] key, int keyBytes) {
    for (EntryCursor part : parts) {
      part.seek(key, keyBytes);
    }
    begin(Direction.FORWARD);
  }

  /** Likewise past the entries of the key itself that are not older than a sequence. */
  void seek(byte[] key, int keyBytes, long before) {
    for (EntryCursor part : parts) {
      part.seek(key, keyBytes, before);
    }
    begin(Direction.FORWARD);
  }

  void last() {
    for (EntryCursor part : parts) {
      part.last();
    }
    begin(Direction.BACKWARD);
  }

  /** Stands on the last entry whose key is less than one, to go backward. */
  void seekBelow(byte[] key, int keyBytes) {
    for (EntryCursor part : parts) {
      part.seekBelow(key, keyBytes);
    }
    begin(Direction.BACKWARD);
  }

  private void begin(Direction newDirection) {
    direction = newDirection;
    size = 0;
    for (EntryCursor part : parts) {
      if (part.valid) {
        heap[size++] = part;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  /** The cursor that stands on the present entry, or null at the end. */
  @Nullable EntryCursor top() {
    return size == 0 ? null : heap[0];
  }

  /** Moves on in the direction of the last positioning. */
  void advance() {
    EntryCursor top = heap[0];
    if (direction == Direction.FORWARD) {
      top.next();
    } else {
      top.previous();
    }
    if (!top.valid) {
      heap[0] = heap[--size];
    }
    if (size > 1) {
      siftDown(0);
    }
  }

  private void siftDown(int from) {
    EntryCursor moving = heap[from];
    int at = from;
    for (; ; ) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], moving)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moving;
  }

  private boolean isBefore(EntryCursor a, EntryCursor b) {
    int order = EntryCursor.compare(a, b);
    return direction == Direction.FORWARD ? order < 0 : order > 0;
  }

  void release() {
    for (EntryCursor part : parts) {
      part.release();
    }
    size = 0;
  }
}
