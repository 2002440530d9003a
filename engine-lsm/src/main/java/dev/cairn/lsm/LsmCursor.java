package dev.cairn.lsm;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.internal.memory.Epochs;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over what is visible at one sequence.
 *
 * <p>Each move is pinned, and between moves nothing of a memtable is relied on: when its memory is
 * about to go, because its records are in a table by now, the next move finds the cursor's key
 * again in a newer view. The cursor's sequence keeps what it must see. Its version keeps the
 * tables; the frames of the blocks that it stands on are held. Only a table that {@link
 * CompactionStyle#FIFO} drops may take the pair away on which a cursor stands.
 *
 * <p>Forward, the current entry is where the merging cursor stands. Backward, the merging cursor
 * has passed it, since of a key's entries the oldest comes first, and its value has been copied.
 */
final class LsmCursor implements Cursor {
  private enum Place {
    BEFORE_FIRST,
    ON_PAIR,
    AFTER_LAST,

    /**
     * Before what the merging cursor stands on: the pair of the kept key was there, and is gone.
     */
    ON_DROPPED,

    /** Nowhere: a move has not come to its end. Only a seek leads on. */
    FAILED
  }

  // A key that is overwritten all the time has thousands of entries in a memtable; from so many on
  // it costs less to look for the one that counts, or for the next key.
  private static final int MAX_PASSED = 16;

  private final LsmReader reader;
  private final OpenState owner;
  private final Runnable onClose;
  private final long sequence;
  private final byte[] from;
  private final byte @Nullable [] to;

  private View view;
  private MergingCursor entries;
  private RangeTombstones tombstones;

  private Place place = Place.BEFORE_FIRST;
  private boolean backward;
  private byte[] key = new byte[64];
  private int keyBytes;
  private long keyHead;
  private byte[] savedValue = {};
  private int savedBytes;

  // The value as it was shown, if it was, since the last move.
  private @Nullable MemorySegment shownValue;

  private boolean closed;

  /**
   * Opens a cursor. The caller is pinned.
   *
   * @param owner says whether the store, or the snapshot, is open
   * @param at what the cursor sees
   * @param onClose run once when the cursor is closed before its owner
   */
  LsmCursor(
      LsmReader reader, OpenState owner, Sequences.Reader at, KeyRange range, Runnable onClose) {
    this.reader = reader;
    this.owner = owner;
    this.onClose = onClose;
    this.sequence = at.sequence();
    this.from = range.from();
    this.to = range.to();
    this.view = reader.view();
    this.entries = reader.entries(view);
    this.tombstones = view.tombstones();
    view.version().hold();
  }

  private Epochs.Pin beginMove() {
    shownValue = null;
    return begin();
  }

  private Epochs.Pin begin() {
    requireOpen();
    Epochs.Pin pin = reader.epochs().pin();
    try {
      if (view.isStale()) {
        refresh();
        requireOpen(); // What a snapshot sees is in a view that was there before it was closed.
      }
      return pin;
    } catch (RuntimeException | Error failure) {
      reader.epochs().unpin(pin);
      throw failure;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    owner.requireOpen();
  }

  /** Stands on the same place in the newest view. */
  private void refresh() {
    View next = reader.view();
    MergingCursor nextEntries = reader.entries(next);
    RangeTombstones nextTombstones = next.tombstones();
    Place stood = place;
    boolean standsOnTop = stood == Place.ON_PAIR && !backward;
    if (standsOnTop) {
      keepKey();
    }
    place = Place.FAILED;
    next.version().hold();
    entries.release();
    view.version().release();
    view = next;
    entries = nextEntries;
    tombstones = nextTombstones;
    if (standsOnTop || stood == Place.ON_DROPPED) {
      entries.seek(key, keyBytes, sequence);
      EntryCursor top = entries.top();
      boolean isThere = top != null && top.hasKey(key, keyBytes, keyHead) && isVisible(top);
      place = standsOnTop && isThere ? Place.ON_PAIR : Place.ON_DROPPED;
      return;
    }
    if (stood == Place.ON_PAIR) {
      entries.seekBelow(key, keyBytes);
    }
    place = stood;
  }

  /**
   * Stands nowhere until the move that begins has come to its end: if it does not, what the merging
   * cursor's parts have moved past is not to be passed over unseen by the next move.
   *
   * @return where the cursor stood
   */
  private Place leave() {
    Place stood = place;
    if (stood == Place.FAILED) {
      throw new IllegalStateException("the cursor's last move failed: seek first");
    }
    place = Place.FAILED;
    return stood;
  }

  /** Copies the key of the top, on which the cursor stands. */
  private void keepKey() {
    keep(top());
  }

  private void keep(EntryCursor entry) {
    int bytes = entry.keyBytes;
    if (key.length < bytes) {
      key = new byte[Math.max(bytes, key.length * 2)];
    }
    System.arraycopy(entry.key, 0, key, 0, bytes);
    keyBytes = bytes;
    keyHead = entry.head;
  }

  private EntryCursor top() {
    EntryCursor top = entries.top();
    if (top == null) {
      throw new IllegalStateException("the cursor stands on no pair");
    }
    return top;
  }

  @Override
  public boolean next() {
    Epochs.Pin pin = beginMove();
    try {
      if (place == Place.AFTER_LAST) {
        return false;
      }
      Place stood = leave();
      if (stood == Place.BEFORE_FIRST) {
        entries.seek(from, from.length);
      } else if (stood == Place.ON_DROPPED || backward) {
        seekAboveKey();
      } else {
        keepKey();
        skipKey();
      }
      return settleForward();
    } finally {
      reader.epochs().unpin(pin);
    }
  }

  /** Passes all entries of the kept key. */
  private void skipKey() {
    for (int passed = 0; passed < MAX_PASSED; passed++) {
      entries.advance();
      EntryCursor top = entries.top();
      if (top == null || !top.hasKey(key, keyBytes, keyHead)) {
        return;
      }
    }
    seekAboveKey();
  }

  private void seekAboveKey() {
    byte[] above = TableEntry.successor(key, keyBytes);
    entries.seek(above, above.length);
  }

  /** From where the merging cursor stands, finds the next key that is visible. */
  private boolean settleForward() {
    backward = false;
    for (EntryCursor top; (top = entries.top()) != null; ) {
      if (to != null && Arrays.compareUnsigned(top.key, 0, top.keyBytes, to, 0, to.length) >= 0) {
        break;
      }
      if (top.sequence >= sequence) {
        keep(top);
        skipNewer();
        continue;
      }
      if (isVisible(top)) {
        place = Place.ON_PAIR;
        return true;
      }
      keep(top);
      skipKey();
    }
    place = Place.AFTER_LAST;
    return false;
  }

  /** Passes the entries of the kept key that are newer than what the cursor sees. */
  private void skipNewer() {
    for (int passed = 0; passed < MAX_PASSED; passed++) {
      entries.advance();
      EntryCursor top = entries.top();
      if (top == null || top.sequence < sequence || !top.hasKey(key, keyBytes, keyHead)) {
        return;
      }
    }
    entries.seek(key, keyBytes, sequence);
  }

  private boolean isVisible(EntryCursor entry) {
    return !entry.delete
        && (tombstones.isEmpty()
            || tombstones.cover(entry.key, entry.keyBytes, sequence) <= entry.sequence);
  }

  @Override
  public boolean previous() {
    Epochs.Pin pin = beginMove();
    try {
      if (place == Place.BEFORE_FIRST) {
        return false;
      }
      Place stood = leave();
      if (stood == Place.AFTER_LAST) {
        seekBelow(to);
      } else if (stood == Place.ON_DROPPED) {
        entries.seekBelow(key, keyBytes);
      } else if (!backward) {
        keepKey();
        entries.seekBelow(key, keyBytes);
      }
      return settleBackward();
    } finally {
      reader.epochs().unpin(pin);
    }
  }

  private void seekBelow(byte @Nullable [] bound) {
    if (bound == null) {
      entries.last();
    } else {
      entries.seekBelow(bound, bound.length);
    }
  }

  /** From where the merging cursor stands, finds the next smaller key that is visible. */
  private boolean settleBackward() {
    for (EntryCursor top; (top = entries.top()) != null; ) {
      if (Arrays.compareUnsigned(top.key, 0, top.keyBytes, from, 0, from.length) < 0) {
        break;
      }
      keep(top);
      if (saveNewestOfKey()) {
        backward = true;
        place = Place.ON_PAIR;
        return true;
      }
    }
    backward = false;
    place = Place.BEFORE_FIRST;
    return false;
  }

  /**
   * Passes all entries of the kept key, on whose oldest the merging cursor stands, and saves the
   * value of the one that counts.
   *
   * @return whether the key has a value
   */
  private boolean saveNewestOfKey() {
    boolean visible = false;
    EntryCursor top = top();
    for (int passed = 0; passed < MAX_PASSED; passed++) {
      // The last that is old enough counts.
      if (top.sequence < sequence) {
        visible = isVisible(top);
        if (visible) {
          saveValue(top);
        }
      }
      entries.advance();
      EntryCursor next = entries.top();
      if (next == null || !next.hasKey(key, keyBytes, keyHead)) {
        return visible;
      }
      top = next;
    }
    entries.seek(key, keyBytes, sequence);
    EntryCursor newest = entries.top();
    visible = false;
    if (newest != null && newest.hasKey(key, keyBytes, keyHead) && isVisible(newest)) {
      saveValue(newest);
      visible = true;
    }
    entries.seekBelow(key, keyBytes);
    return visible;
  }

  private void saveValue(EntryCursor entry) {
    int bytes = entry.valueBytes();
    if (savedValue.length < bytes) {
      savedValue = new byte[bytes];
    }
    MemorySegment.copy(
        entry.valueMemory(), TableFormat.BYTE, entry.valueOffset(), savedValue, 0, bytes);
    savedBytes = bytes;
  }

  @Override
  public boolean seek(byte[] target) {
    Limits.requireKeyBytes(target.length);
    Epochs.Pin pin = beginMove();
    try {
      place = Place.FAILED; // Until it has come to its end.
      byte[] start = Arrays.compareUnsigned(target, from) < 0 ? from : target;
      entries.seek(start, start.length);
      return settleForward();
    } finally {
      reader.epochs().unpin(pin);
    }
  }

  @Override
  public boolean seekFloor(byte[] target) {
    Limits.requireKeyBytes(target.length);
    Epochs.Pin pin = beginMove();
    try {
      place = Place.FAILED; // Likewise.
      byte[] above = TableEntry.successor(target, target.length);
      seekBelow(to != null && Arrays.compareUnsigned(to, above) < 0 ? to : above);
      return settleBackward();
    } finally {
      reader.epochs().unpin(pin);
    }
  }

  private void requirePair() {
    requireOpen();
    if (place == Place.ON_DROPPED) {
      throw new IllegalStateException("the cursor's pair is gone: its table was dropped");
    }
    if (place != Place.ON_PAIR) {
      throw new IllegalStateException("the cursor stands on no pair");
    }
  }

  @Override
  public byte[] key() {
    requirePair();
    if (backward) {
      return Arrays.copyOf(key, keyBytes);
    }
    EntryCursor top = top();
    return Arrays.copyOf(top.key, top.keyBytes);
  }

  @Override
  public MemorySegment keySegment() {
    requirePair();
    if (backward) {
      return MemorySegment.ofArray(key).asSlice(0, keyBytes).asReadOnly();
    }
    return top().keySegment();
  }

  @Override
  public byte[] value() {
    requirePair();
    if (backward) {
      return Arrays.copyOf(savedValue, savedBytes);
    }
    // A block's frame is held, and shown to the caller, perhaps: it must not go with an old view.
    Epochs.Pin pin = top() instanceof RecordCursor ? begin() : reader.epochs().pin();
    try {
      requirePair(); // It may be gone in the view that has been taken.
      return copyOfValue(top());
    } finally {
      reader.epochs().unpin(pin);
    }
  }

  private static byte[] copyOfValue(EntryCursor entry) {
    byte[] value = new byte[entry.valueBytes()];
    MemorySegment.copy(
        entry.valueMemory(), TableFormat.BYTE, entry.valueOffset(), value, 0, value.length);
    return value;
  }

  @Override
  public MemorySegment valueSegment() {
    requirePair();
    if (backward) {
      return MemorySegment.ofArray(savedValue).asSlice(0, savedBytes).asReadOnly();
    }
    MemorySegment shown = shownValue;
    if (shown == null) {
      EntryCursor top = top();
      shown =
          top instanceof RecordCursor
              ? MemorySegment.ofArray(value()).asReadOnly()
              : readOnly(top.valueMemory()).asSlice(top.valueOffset(), top.valueBytes());
      shownValue = shown;
    }
    return shown;
  }

  private static MemorySegment readOnly(MemorySegment memory) {
    return memory.isReadOnly() ? memory : memory.asReadOnly();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Epochs.Pin pin;
    try {
      pin = reader.epochs().pin();
    } catch (IllegalStateException storeClosed) {
      // The store has freed everything but what the cursor has read for itself.
      entries.release();
      return;
    }
    try {
      entries.release();
      view.version().release();
      onClose.run();
    } finally {
      reader.epochs().unpin(pin);
    }
  }
}
