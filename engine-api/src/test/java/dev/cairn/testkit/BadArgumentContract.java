package dev.cairn.testkit;

import static dev.cairn.testkit.StoreFixture.noArgument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.WriteBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad arguments are refused, with a word about the limit, and nothing changes. */
public interface BadArgumentContract extends StoreFixture {
  @Test
  default void nullArgumentsAreRefused() {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    byte[] key = bytes("key");
    MemorySegment segment = MemorySegment.ofArray(key);
    MemorySegment absent = MemorySegment.ofArray(bytes("absent"));
    List<byte[]> keysWithNull = new ArrayList<>();
    keysWithNull.add(key);
    keysWithNull.add(noArgument());

    Map<String, ThrowingCallable> calls =
        Map.ofEntries(
            Map.entry("put(null, value)", () -> store.put(noArgument(), key)),
            Map.entry("put(key, null)", () -> store.put(key, noArgument())),
            Map.entry(
                "put(null, segment)",
                () -> store.put(StoreFixture.<MemorySegment>noArgument(), segment)),
            Map.entry(
                "put(segment, null)",
                () -> store.put(segment, StoreFixture.<MemorySegment>noArgument())),
            Map.entry("delete(null)", () -> store.delete(noArgument())),
            Map.entry(
                "compareAndSet(null, ...)", () -> store.compareAndSet(noArgument(), key, key)),
            Map.entry("write(null, ...)", () -> store.write(noArgument(), Durability.MEMORY)),
            Map.entry("write(batch, null)", () -> store.write(new WriteBatch(), noArgument())),
            Map.entry("get(null)", () -> store.get(noArgument())),
            Map.entry("contains(null)", () -> store.contains(noArgument())),
            Map.entry("getAll(null)", () -> store.getAll(noArgument())),
            Map.entry("getAll([key, null])", () -> store.getAll(keysWithNull)),
            Map.entry("read(null, ...)", () -> store.<Bytes>read(noArgument(), Bytes::of)),
            Map.entry("read(key, null)", () -> store.<Bytes>read(segment, noArgument())),
            Map.entry("read(absent, null)", () -> store.<Bytes>read(absent, noArgument())),
            Map.entry("forEach(null)", () -> store.forEach(noArgument())),
            Map.entry("checkpoint(null)", () -> store.checkpoint(noArgument())));

    calls.forEach((name, call) -> assertThatNullPointerException().as(name).isThrownBy(call));
    assertThat(Contents.of(store)).isEqualTo(Map.of(Bytes.of("key"), Bytes.of("value")));
    store.delete(key);
    assertThatNullPointerException().isThrownBy(() -> store.forEach(noArgument()));
  }

  @Test
  default void keysThatAreTooLongAreRefused() {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    byte[] tooLong = new byte[Limits.MAX_KEY_BYTES + 1];
    MemorySegment segment = MemorySegment.ofArray(tooLong);

    Map<String, ThrowingCallable> calls =
        Map.of(
            "put", () -> store.put(tooLong, bytes("value")),
            "put of segments", () -> store.put(segment, MemorySegment.ofArray(bytes("value"))),
            "delete", () -> store.delete(tooLong),
            "compareAndSet", () -> store.compareAndSet(tooLong, null, bytes("value")),
            "get", () -> store.get(tooLong),
            "contains", () -> store.contains(tooLong),
            "getAll", () -> store.getAll(List.of(bytes("key"), tooLong)),
            "read", () -> store.<Bytes>read(segment, Bytes::of));

    calls.forEach((name, call) ->
        assertThatIllegalArgumentException()
            .as(name)
            .isThrownBy(call)
            .withMessageContaining(Integer.toString(Limits.MAX_KEY_BYTES)));
    assertThat(Contents.of(store)).isEqualTo(Map.of(Bytes.of("key"), Bytes.of("value")));
  }

  @Test
  default void theLongestKeyIsTaken() {
    byte[] longest = randomBytes(1, Limits.MAX_KEY_BYTES);
    byte[] almost = longest.clone();
    almost[longest.length - 1] ^= 1;

    store().put(longest, bytes("value"));

    assertThat(store().get(longest)).isEqualTo(bytes("value"));
    assertThat(store().<Bytes>read(MemorySegment.ofArray(longest), Bytes::of))
        .isEqualTo(Bytes.of("value"));
    assertThat(store().get(almost)).isNull();
    assertThat(store().compareAndSet(longest, bytes("value"), null)).isTrue();
    assertThat(store().contains(longest)).isFalse();
  }

  @Test
  default void valuesThatAreTooLongAreRefused(@TempDir Path directory) throws IOException {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment tooLong = hugeSegment(directory, Limits.MAX_VALUE_BYTES + 1L, arena);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.put(MemorySegment.ofArray(bytes("key")), tooLong))
          .withMessageContaining(Integer.toString(Limits.MAX_VALUE_BYTES));
    }
    assertThat(Contents.of(store)).isEqualTo(Map.of(Bytes.of("key"), Bytes.of("value")));
  }

  /** A segment that costs no memory until it is read: a mapped file with a hole. */
  private static MemorySegment hugeSegment(Path directory, long length, Arena arena)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("huge"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), length - 1);
      return file.map(MapMode.READ_ONLY, 0, length, arena);
    }
  }
}
