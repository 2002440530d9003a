package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.OrderedStore;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a cursor shows, and how it moves. */
public interface CursorContract extends OrderedStoreFixture {
  @Test
  default void scanOfAnEmptyStoreFindsNothing() {
    try (Cursor cursor = store().scan(KeyRange.all())) {
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.seek(new byte[0])).isFalse();
      assertThat(cursor.seekFloor(bytes("z"))).isFalse();
    }
  }

  @Test
  default void scanGoesInUnsignedOrderAPrefixFirst() {
    byte[][] sorted = {
      {},
      {0},
      {0, 0},
      {0, (byte) 0xff},
      {1},
      {0x7f},
      {0x7f, 1},
      {(byte) 0x80},
      {(byte) 0xff},
      {(byte) 0xff, (byte) 0xff},
      {(byte) 0xff, (byte) 0xff, 0}
    };
    for (int i = 0; i < sorted.length; i++) {
      store().put(sorted[i * 7 % sorted.length], bytes("value"));
    }

    List<byte[]> forward = new ArrayList<>();
    List<byte[]> backward = new ArrayList<>();
    try (Cursor cursor = store().scan(KeyRange.all())) {
      while (cursor.next()) {
        forward.add(cursor.key());
      }
      while (cursor.previous()) {
        backward.addFirst(cursor.key());
      }
    }
    List<byte[]> walked = new ArrayList<>();
    store().forEach((key, _) -> walked.add(Bytes.of(key).toArray()));

    assertThat(forward).containsExactly(sorted);
    assertThat(backward).containsExactly(sorted);
    assertThat(walked).containsExactly(sorted);
  }

  @Test
  default void lowerEndBelongsToTheRangeAndUpperDoesNot() {
    putAll("a", "b", "ba", "c", "d");

    assertThat(keys(store(), KeyRange.of(bytes("b"), bytes("c")))).containsExactly("b", "ba");
    assertThat(keys(store(), KeyRange.of(bytes("aa"), bytes("cc"))))
        .containsExactly("b", "ba", "c");
    assertThat(keys(store(), KeyRange.from(bytes("c")))).containsExactly("c", "d");
    assertThat(keys(store(), KeyRange.to(bytes("b")))).containsExactly("a");
    assertThat(keys(store(), KeyRange.prefix(bytes("b")))).containsExactly("b", "ba");
    assertThat(keys(store(), KeyRange.of(bytes("c"), bytes("b")))).isEmpty();
    assertThat(keys(store(), KeyRange.of(bytes("b"), bytes("b")))).isEmpty();
    assertThat(keys(store(), KeyRange.all())).containsExactly("a", "b", "ba", "c", "d");
  }

  @Test
  default void cursorTurnsAtItsEnds() {
    putAll("a", "b");

    try (Cursor cursor = store().scan(KeyRange.all())) {
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("a"));
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("a"));
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("b"));
    }
  }

  @Test
  default void seekFindsTheKeyOrTheNextGreater() {
    putAll("b", "d", "f", "h");

    try (Cursor cursor = store().scan(KeyRange.of(bytes("c"), bytes("h")))) {
      assertSeek(cursor, "d", "d");
      assertSeek(cursor, "e", "f");
      assertSeek(cursor, "", "d");
      assertSeek(cursor, "b", "d");
      assertThat(cursor.seek(bytes("g"))).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("f"));
      assertThat(cursor.seek(bytes("z"))).isFalse();
      assertThat(cursor.next()).isFalse();
    }
  }

  private void assertSeek(Cursor cursor, String key, String found) {
    assertThat(cursor.seek(bytes(key))).isTrue();
    assertThat(cursor.key()).isEqualTo(bytes(found));
  }

  @Test
  default void seekFloorFindsTheKeyOrTheNextSmaller() {
    putAll("b", "d", "f", "h");

    try (Cursor cursor = store().scan(KeyRange.of(bytes("c"), bytes("h")))) {
      assertSeekFloor(cursor, "d", "d");
      assertSeekFloor(cursor, "e", "d");
      assertSeekFloor(cursor, "h", "f");
      assertSeekFloor(cursor, "z", "f");
      assertThat(cursor.seekFloor(bytes("c"))).isFalse();
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("d"));
      assertThat(cursor.seekFloor(bytes("a"))).isFalse();
      assertThat(cursor.previous()).isFalse();
    }
  }

  private void assertSeekFloor(Cursor cursor, String key, String found) {
    assertThat(cursor.seekFloor(bytes(key))).isTrue();
    assertThat(cursor.key()).isEqualTo(bytes(found));
  }

  @Test
  default void cursorGivesCopiesAndReadOnlyLoans() {
    putAll("a", "b");

    try (Cursor cursor = store().scan(KeyRange.all())) {
      assertThat(cursor.next()).isTrue();
      Arrays.fill(cursor.key(), (byte) 'x');
      Arrays.fill(cursor.value(), (byte) 'x');
      assertThat(cursor.key()).isEqualTo(bytes("a"));
      assertThat(cursor.value()).isEqualTo(bytes("A"));
      assertThat(Bytes.of(cursor.keySegment())).isEqualTo(Bytes.of("a"));
      assertThat(Bytes.of(cursor.valueSegment())).isEqualTo(Bytes.of("A"));
      assertThatThrownBy(() -> cursor.keySegment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOfAny(UnsupportedOperationException.class, IllegalArgumentException.class);
      assertThatThrownBy(() -> cursor.valueSegment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOfAny(UnsupportedOperationException.class, IllegalArgumentException.class);
    }

    assertThat(store().get(bytes("a"))).isEqualTo(bytes("A"));
  }

  @Test
  default void cursorOnNoPairHasNoKey() {
    putAll("a");

    try (Cursor cursor = store().scan(KeyRange.all())) {
      requireNoPair(cursor);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isFalse();
      requireNoPair(cursor);
      assertThat(cursor.seek(bytes("b"))).isFalse();
      requireNoPair(cursor);
    }
  }

  private static void requireNoPair(Cursor cursor) {
    readings(cursor)
        .forEach((name, call) -> assertThatIllegalStateException().as(name).isThrownBy(call));
  }

  private static Map<String, ThrowingCallable> readings(Cursor cursor) {
    return Map.of(
        "key", cursor::key,
        "value", cursor::value,
        "keySegment", cursor::keySegment,
        "valueSegment", cursor::valueSegment);
  }

  @Test
  default void closedCursorAndCursorOfAClosedStoreThrow() {
    OrderedStore store = store();
    putAll("a", "b");
    Cursor closed = store.scan(KeyRange.all());
    Cursor open = store.scan(KeyRange.all());
    assertThat(closed.next()).isTrue();
    assertThat(open.next()).isTrue();

    closed.close();
    closed.close();
    requireEnded(closed);
    assertThat(open.key()).isEqualTo(bytes("a"));

    store.close();
    requireEnded(open);
    open.close();
    open.close();
  }

  private void requireEnded(Cursor cursor) {
    readings(cursor).forEach(StoreFixture::requireClosed);
    Map<String, ThrowingCallable> calls =
        Map.of(
            "next",
            cursor::next,
            "previous",
            cursor::previous,
            "seek",
            () -> cursor.seek(bytes("a")),
            "seekFloor",
            () -> cursor.seekFloor(bytes("a")));
    calls.forEach(StoreFixture::requireClosed);
  }

  @Test
  default void badArgumentsOfOrderedCallsAreRefused() {
    OrderedStore store = store();
    putAll("a");
    byte[] tooLong = new byte[Limits.MAX_KEY_BYTES + 1];

    assertThatNullPointerException().isThrownBy(() -> store.scan(StoreFixture.noArgument()));
    assertThatNullPointerException().isThrownBy(() -> store.deleteRange(StoreFixture.noArgument()));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.from(tooLong));
    try (Cursor cursor = store.scan(KeyRange.all())) {
      assertThatNullPointerException().isThrownBy(() -> cursor.seek(StoreFixture.noArgument()));
      assertThatNullPointerException()
          .isThrownBy(() -> cursor.seekFloor(StoreFixture.noArgument()));
    }

    assertThat(keys(store, KeyRange.all())).containsExactly("a");
  }

  @Test
  default void orderedCallsOfAClosedStoreThrow() {
    OrderedStore store = store();
    store.close();

    StoreFixture.requireClosed("scan", () -> store.scan(KeyRange.all()));
    StoreFixture.requireClosed("snapshot", store::snapshot);
    StoreFixture.requireClosed("deleteRange", () -> store.deleteRange(KeyRange.all()));
  }

  @Test
  default void cursorSeesTheStoreAsItWas() {
    putAll("a", "b", "c");

    try (Cursor cursor = store().scan(KeyRange.all())) {
      assertThat(cursor.next()).isTrue();
      store().delete(bytes("b"));
      store().put(bytes("c"), bytes("new"));
      store().put(bytes("d"), bytes("new"));

      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("b"));
      assertThat(cursor.value()).isEqualTo(bytes("B"));
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.value()).isEqualTo(bytes("C"));
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.seek(bytes("d"))).isFalse();
    }
    assertThat(keys(store(), KeyRange.all())).containsExactly("a", "c", "d");
  }

  @Test
  default void cursorsOverManyPairs() {
    int count = 20_000;
    Map<Bytes, Bytes> expected = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] key = bytes("key " + i * 7_919 % count);
      store().put(key, randomBytes(i, i % 100));
      expected.put(Bytes.of(key), Bytes.of(randomBytes(i, i % 100)));
    }

    List<Map.Entry<Bytes, Bytes>> forward = new ArrayList<>();
    List<Bytes> backward = new ArrayList<>();
    try (Cursor cursor = store().scan(KeyRange.all())) {
      while (cursor.next()) {
        forward.add(Map.entry(Bytes.of(cursor.key()), Bytes.of(cursor.value())));
      }
      while (cursor.previous()) {
        backward.add(Bytes.of(cursor.keySegment()));
      }
    }

    assertThat(forward.equals(List.copyOf(expected.entrySet()))).isTrue();
    assertThat(backward.reversed().equals(List.copyOf(expected.keySet()))).isTrue();
  }

  @Test
  default void deleteRangeRemovesTheRangeOnly() {
    putAll("a", "b", "ba", "c", "d");

    store().deleteRange(KeyRange.of(bytes("b"), bytes("c")));
    assertThat(keys(store(), KeyRange.all())).containsExactly("a", "c", "d");
    assertThat(store().get(bytes("ba"))).isNull();

    store().deleteRange(KeyRange.of(bytes("d"), bytes("a")));
    store().deleteRange(KeyRange.of(bytes("x"), bytes("z")));
    assertThat(keys(store(), KeyRange.all())).containsExactly("a", "c", "d");

    store().put(bytes("b"), bytes("again"));
    assertThat(store().get(bytes("b"))).isEqualTo(bytes("again"));

    store().deleteRange(KeyRange.all());
    assertThat(keys(store(), KeyRange.all())).isEmpty();
    assertThat(store().stats().entryCount()).isZero();
  }

  @Test
  default void scansAreInOrderWhileOthersWrite() {
    AtomicBoolean scanning = new AtomicBoolean(true);
    for (int i = 0; i < 500; i++) {
      store().put(bytes("stays " + i), bytes("value"));
    }

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            for (int i = 0; scanning.get() && i < 300_000; i++) {
              byte[] passing = bytes("passing " + i * 31 % 400);
              if (i % 2 == 0) {
                store().put(passing, bytes("by"));
              } else {
                store().delete(passing);
              }
            }
            return;
          }
          try {
            for (int scan = 0; scan < 30; scan++) {
              List<String> seen = keys(store(), KeyRange.all());
              assertThat(seen).isSorted().doesNotHaveDuplicates();
              assertThat(seen.stream().filter(key -> key.startsWith("stays"))).hasSize(500);
            }
          } finally {
            scanning.set(false);
          }
        });
  }
}
