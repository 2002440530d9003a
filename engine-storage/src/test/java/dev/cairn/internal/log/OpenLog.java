package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.LogStart.KnownSegment;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A log with all that it stands on, opened as a store would. Keys and values are words; an
 * operation in words is {@code put k=v} or {@code delete k}.
 *
 * <p>Closing it, and a failure to open it, check that all memory was given back.
 */
final class OpenLog implements AutoCloseable {
  static final int SEGMENT_BYTES = 4096;
  static final long STORE_SEED = 0x5eed_0f_ca1e5L;
  static final long BUDGET_BYTES = 1 << 20;
  static final int KEPT_FILES = 4;

  final MemoryBudget budget;
  final Epochs epochs = new Epochs();
  final SegmentMemory memory;
  final Log log;

  /** What recovery showed. */
  final List<String> replayed = new ArrayList<>();

  private OpenLog(@Nullable Vfs files, LogStart start, long budgetBytes, Executor background) {
    this(files, start, budgetBytes, SEGMENT_BYTES, background);
  }

  private OpenLog(
      @Nullable Vfs files,
      LogStart start,
      long budgetBytes,
      int segmentBytes,
      Executor background) {
    budget = new MemoryBudget(budgetBytes);
    memory = new SegmentMemory(budget, epochs, segmentBytes);
    LogSettings settings =
        new LogSettings(files, STORE_SEED, memory, epochs, background, KEPT_FILES);
    try {
      log =
          LogRecovery.open(
              settings,
              start,
              addresses ->
                  (segment, bytes, offset) -> {
                    assertThat(addresses.find(segment.address(offset))).isSameAs(segment);
                    replayed.add(words(bytes, offset));
                  });
    } catch (RuntimeException failure) {
      epochs.close();
      assertThat(budget.usedBytes()).as("memory after a failed open").isZero();
      throw failure;
    }
  }

  static OpenLog inMemory() {
    return new OpenLog(null, LogStart.NEW, BUDGET_BYTES, Runnable::run);
  }

  static OpenLog on(Vfs files) {
    return on(files, LogStart.NEW);
  }

  static OpenLog on(Vfs files, LogStart start) {
    return new OpenLog(files, start, BUDGET_BYTES, Runnable::run);
  }

  static OpenLog withBudget(@Nullable Vfs files, long budgetBytes) {
    return new OpenLog(files, LogStart.NEW, budgetBytes, Runnable::run);
  }

  static OpenLog withBackground(Vfs files, Executor background) {
    return new OpenLog(files, LogStart.NEW, BUDGET_BYTES, background);
  }

  static OpenLog withSegments(Vfs files, LogStart start, int segmentBytes) {
    return new OpenLog(files, start, BUDGET_BYTES, segmentBytes, Runnable::run);
  }

  long put(String key, String value) {
    return put(key, value, Durability.PROCESS);
  }

  long put(String key, String value, Durability durability) {
    return log.append(LogRecord.put(key.getBytes(UTF_8), value.getBytes(UTF_8)), durability);
  }

  /** As a store does it: appended, and then forced. */
  void putDurably(String key, String value) {
    put(key, value, Durability.DEVICE);
    log.sync();
  }

  long write(WriteBatch batch) {
    return batch.encoding((bytes, encodedBytes) ->
        log.appendBatch(bytes, encodedBytes, batch.operationCount(), Durability.PROCESS));
  }

  /** Appends until a number of segments have been filled, and returns the addresses by key. */
  Map<String, Long> fill(int segments, String keyPrefix) {
    Map<String, Long> addresses = new LinkedHashMap<>();
    int until = log.rollCount() + segments;
    for (int i = 0; log.rollCount() < until; i++) {
      addresses.put(keyPrefix + i, put(keyPrefix + i, valueOf(keyPrefix + i)));
    }
    return addresses;
  }

  /** The value of a key that {@link #fill} put. */
  static String valueOf(String key) {
    return key + "-".repeat(500);
  }

  LogSegment tail() {
    return log.segments().getLast();
  }

  LogSegment segmentOf(long address) {
    return Objects.requireNonNull(log.addresses().find(address));
  }

  /** Reads as a pinned reader does. */
  String read(long address) {
    Epochs.Pin pin = epochs.pin();
    try (Arena arena = Arena.ofConfined()) {
      LogSegment segment = segmentOf(address);
      Residence residence = segment.residence();
      long offset = segment.offset(address);
      return residence != null
          ? words(residence.memory(), offset)
          : words(segment.readCold(offset, arena), 0);
    } finally {
      epochs.unpin(pin);
    }
  }

  /** All operations as the files have them. */
  List<String> operations() {
    List<String> operations = new ArrayList<>();
    log.visitAll((segment, bytes, offset) -> operations.add(words(bytes, offset)));
    return operations;
  }

  /** What a store would have written down of the log after a force. */
  LogStart known() {
    List<KnownSegment> sealed = new ArrayList<>();
    long chainPosition = 0;
    for (LogSegment segment : log.segments()) {
      chainPosition = segment.basePosition();
      if (!segment.isSealed() || segment.endPosition() > log.durablePosition()) {
        break;
      }
      sealed.add(new KnownSegment(segment.id(), segment.basePosition(), segment.end()));
    }
    return new LogStart(
        sealed, chainPosition, log.durablePosition(), 0, log.nextSegmentId(), Map.of());
  }

  static String words(MemorySegment bytes, long offset) {
    String key = text(bytes, LogRecord.keyOffset(offset), LogRecord.keyBytes(bytes, offset));
    if (LogRecord.kind(bytes, offset) == RecordFormat.DELETE) {
      return "delete " + key;
    }
    long value = LogRecord.keyOffset(offset) + LogRecord.keyBytes(bytes, offset);
    return "put " + key + "=" + text(bytes, value, LogRecord.valueBytes(bytes, offset));
  }

  private static String text(MemorySegment bytes, long offset, long length) {
    return new String(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), UTF_8);
  }

  @Override
  public void close() {
    epochs.close();
    log.close();
    assertThat(budget.usedBytes()).as("memory after close").isZero();
  }
}
