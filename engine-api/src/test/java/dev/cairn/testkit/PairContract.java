package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.KeyValueStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does with one pair at a time, and with many keys asked for at once. */
public interface PairContract extends StoreFixture {
  @Test
  default void absentKeyHasNoValue() {
    assertThat(store().get(bytes("absent"))).isNull();
    assertThat(store().contains(bytes("absent"))).isFalse();
    assertThat(Contents.of(store())).isEmpty();
  }

  @Test
  default void putIsSeenByEveryRead() {
    store().put(bytes("key"), bytes("value"));

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("value"));
    assertThat(store().contains(bytes("key"))).isTrue();
    assertThat(store().getAll(List.of(bytes("key")))).containsExactly(bytes("value"));
    assertThat(store().<Bytes>read(MemorySegment.ofArray(bytes("key")), Bytes::of))
        .isEqualTo(Bytes.of("value"));
    assertThat(Contents.of(store())).containsOnlyKeys(Bytes.of("key"));
  }

  @Test
  default void putReplacesShorterAndLongerValues() {
    for (int length : new int[] {5, 500, 0, 50_000, 1}) {
      store().put(bytes("key"), randomBytes(length, length));

      assertThat(store().get(bytes("key"))).isEqualTo(randomBytes(length, length));
    }
    assertThat(Contents.of(store())).hasSize(1);
  }

  @Test
  default void deleteRemovesOnlyItsKey() {
    store().put(bytes("a"), bytes("1"));
    store().put(bytes("ab"), bytes("2"));

    store().delete(bytes("a"));

    assertThat(store().get(bytes("a"))).isNull();
    assertThat(store().contains(bytes("a"))).isFalse();
    assertThat(store().get(bytes("ab"))).isEqualTo(bytes("2"));
  }

  @Test
  default void deleteOfAnAbsentKeyDoesNothing() {
    store().put(bytes("a"), bytes("1"));

    store().delete(bytes("b"));
    store().delete(bytes("b"));

    assertThat(Contents.of(store())).containsOnlyKeys(Bytes.of("a"));
  }

  @Test
  default void deletedKeyCanBePutAgain() {
    for (int round = 0; round < 20; round++) {
      store().put(bytes("key"), bytes("value " + round));
      assertThat(store().get(bytes("key"))).isEqualTo(bytes("value " + round));

      store().delete(bytes("key"));
      assertThat(store().get(bytes("key"))).isNull();
    }
  }

  @Test
  default void emptyKeyIsAKey() {
    byte[] empty = {};
    assertThat(store().get(empty)).isNull();

    store().put(empty, bytes("of nothing"));

    assertThat(store().get(empty)).isEqualTo(bytes("of nothing"));
    assertThat(store().contains(empty)).isTrue();
    assertThat(store().compareAndSet(empty, bytes("of nothing"), bytes("new"))).isTrue();
    assertThat(store().getAll(List.of(empty))).containsExactly(bytes("new"));

    store().delete(empty);
    assertThat(store().contains(empty)).isFalse();
  }

  @Test
  default void emptyValueIsNotAbsence() {
    store().put(bytes("key"), new byte[0]);

    assertThat(store().get(bytes("key"))).isNotNull().isEmpty();
    assertThat(store().contains(bytes("key"))).isTrue();
    assertThat(store().getAll(List.of(bytes("key"), bytes("no key"))))
        .containsExactly(new byte[0], null);
  }

  @Test
  default void keysAreBytesWhateverTheirValues() {
    List<byte[]> keys = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      keys.add(new byte[] {(byte) first});
      keys.add(new byte[] {(byte) first, 0});
      keys.add(new byte[] {0, (byte) first, (byte) 0xff});
    }

    keys.forEach(key -> store().put(key, bytes(Arrays.toString(key))));

    for (byte[] key : keys) {
      assertThat(store().get(key)).isEqualTo(bytes(Arrays.toString(key)));
    }
    assertThat(Contents.of(store())).hasSize(keys.size());
  }

  @Test
  default void keysOfEveryLengthAroundWordsAndVectors() {
    byte[] longest = randomBytes(1, 300);

    for (int length = 0; length <= longest.length; length++) {
      store().put(Arrays.copyOf(longest, length), bytes("length " + length));
    }

    for (int length = 0; length <= longest.length; length++) {
      byte[] key = Arrays.copyOf(longest, length);
      assertThat(store().get(key)).isEqualTo(bytes("length " + length));
      if (length > 0) {
        key[length - 1] ^= 1;
        assertThat(store().contains(key)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4 << 10, 1 << 20, 20 << 20})
  default void valuesOfManySizes(int length) {
    byte[] value = randomBytes(length, length);

    store().put(bytes("key"), value);
    store().put(bytes("next"), bytes("to it"));

    assertThat(Arrays.equals(store().get(bytes("key")), value)).isTrue();
    assertThat(store().get(bytes("next"))).isEqualTo(bytes("to it"));
  }

  @Test
  default void manyKeys() {
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      store().put(bytes("key " + i), bytes("value " + i));
    }

    for (int i = 0; i < count; i++) {
      if (!Arrays.equals(store().get(bytes("key " + i)), bytes("value " + i))) {
        throw new AssertionError("key " + i + " of " + count + " is lost");
      }
    }
    assertThat(Contents.of(store())).hasSize(count);
    assertThat(store().stats().entryCount()).isEqualTo(count);
  }

  @Test
  default void segmentsInHeapAndNativeMemoryAreTheSame() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment heapKey = MemorySegment.ofArray(bytes("a key in the heap")).asSlice(2, 3);
      MemorySegment nativeKey = nativeBytes(arena, "a key in the heap").asSlice(2, 3);

      store().put(heapKey, nativeBytes(arena, "native value"));
      assertThat(store().get(bytes("key"))).isEqualTo(bytes("native value"));
      assertThat(store().<Bytes>read(nativeKey, Bytes::of)).isEqualTo(Bytes.of("native value"));

      store().put(nativeKey, MemorySegment.ofArray(bytes("xheap valuex")).asSlice(1, 10));
      assertThat(store().get(bytes("key"))).isEqualTo(bytes("heap value"));
      assertThat(store().<Bytes>read(heapKey, Bytes::of)).isEqualTo(Bytes.of("heap value"));
    }
  }

  @Test
  default void segmentsOfOtherElementTypesAndReadOnlyOnesAreBytes() {
    MemorySegment key = MemorySegment.ofArray(new long[] {0x0807060504030201L}).asReadOnly();
    MemorySegment value = MemorySegment.ofArray(new int[] {1, 2, 3});

    store().put(key, value);

    assertThat(store().get(Bytes.of(key).toArray())).isEqualTo(Bytes.of(value).toArray());
    assertThat(store().<Bytes>read(key, Bytes::of)).isEqualTo(Bytes.of(value));
  }

  @Test
  default void arraysPassedInAreNotKept() {
    byte[] key = bytes("key");
    byte[] value = bytes("value");
    byte[] update = bytes("other");

    store().put(key, value);
    Arrays.fill(value, (byte) 'x');
    assertThat(store().get(key)).isEqualTo(bytes("value"));

    store().compareAndSet(key, bytes("value"), update);
    Arrays.fill(key, (byte) 'x');
    Arrays.fill(update, (byte) 'x');
    assertThat(store().get(bytes("key"))).isEqualTo(bytes("other"));
    assertThat(store().get(key)).isNull();
  }

  @Test
  default void segmentsPassedInAreNotKept() {
    byte[] key = bytes("key");
    byte[] value = bytes("value");

    store().put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    Arrays.fill(key, (byte) 'x');
    Arrays.fill(value, (byte) 'x');

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("value"));
    assertThat(store().get(key)).isNull();
  }

  @Test
  default void arraysReturnedAreTheCallers() {
    store().put(bytes("key"), bytes("value"));

    byte[] got = store().get(bytes("key"));
    byte[] gotToo = store().getAll(List.of(bytes("key"))).getFirst();
    assertThat(got).isNotNull();
    assertThat(gotToo).isNotNull().isNotSameAs(got);
    Arrays.fill(got, (byte) 'x');
    Arrays.fill(gotToo, (byte) 'x');

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("value"));
  }

  @Test
  default void compareAndSetOfTheExpectedValue() {
    store().put(bytes("key"), bytes("old"));

    assertThat(store().compareAndSet(bytes("key"), bytes("old"), bytes("new"))).isTrue();

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("new"));
  }

  @Test
  default void compareAndSetOfAnotherValueChangesNothing() {
    store().put(bytes("key"), bytes("old"));

    for (String other : new String[] {"", "ol", "old ", "olD", "xld"}) {
      assertThat(store().compareAndSet(bytes("key"), bytes(other), bytes("new"))).isFalse();
      assertThat(store().compareAndSet(bytes("key"), bytes(other), null)).isFalse();
    }
    assertThat(store().compareAndSet(bytes("no key"), bytes("old"), bytes("new"))).isFalse();
    assertThat(store().compareAndSet(bytes("no key"), new byte[0], bytes("new"))).isFalse();

    assertThat(Contents.of(store())).isEqualTo(Map.of(Bytes.of("key"), Bytes.of("old")));
  }

  @Test
  default void compareAndSetOfAnAbsentKey() {
    assertThat(store().compareAndSet(bytes("key"), null, bytes("new"))).isTrue();
    assertThat(store().compareAndSet(bytes("key"), null, bytes("newer"))).isFalse();
    assertThat(store().get(bytes("key"))).isEqualTo(bytes("new"));

    assertThat(store().compareAndSet(bytes("no key"), null, null)).isTrue();
    assertThat(store().contains(bytes("no key"))).isFalse();
  }

  @Test
  default void compareAndSetRemoves() {
    store().put(bytes("key"), bytes("old"));

    assertThat(store().compareAndSet(bytes("key"), bytes("old"), null)).isTrue();

    assertThat(store().contains(bytes("key"))).isFalse();
    assertThat(store().compareAndSet(bytes("key"), bytes("old"), null)).isFalse();
  }

  @Test
  default void getAllKeepsOrderAndRepeats() {
    store().put(bytes("a"), bytes("1"));
    store().put(bytes("b"), bytes("2"));

    List<byte[]> values =
        store()
            .getAll(
                List.of(bytes("b"), bytes("no"), bytes("a"), bytes("b"), bytes(""), bytes("b")));

    assertThat(values).containsExactly(bytes("2"), null, bytes("1"), bytes("2"), null, bytes("2"));
    assertThat(values.get(0)).isNotSameAs(values.get(3));
  }

  @Test
  default void getAllOfNothingIsEmptyAndTheListIsTheCallers() {
    List<byte[]> values = store().getAll(List.of());

    assertThat(values).isEmpty();
    values.add(bytes("mine"));
    assertThat(store().getAll(new ArrayList<>())).isEmpty();
  }

  @Test
  default void getAllOfManyKeys() {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      keys.add(bytes("key " + i));
      if (i % 3 != 0) {
        store().put(keys.get(i), randomBytes(i, i % 200));
      }
    }

    List<byte[]> values = store().getAll(keys);

    assertThat(values).hasSize(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      assertThat(values.get(i)).isEqualTo(i % 3 == 0 ? null : randomBytes(i, i % 200));
    }
  }

  @Test
  default void forEachVisitsEachPairOnceAndLendsReadOnly() {
    for (int i = 0; i < 1_000; i++) {
      store().put(bytes("key " + i), bytes("value " + i));
    }
    for (int i = 0; i < 1_000; i += 2) {
      store().delete(bytes("key " + i));
    }

    store().forEach((key, value) -> assertThat(key.isReadOnly() && value.isReadOnly()).isTrue());
    var content = Contents.of(store());

    assertThat(content).hasSize(500);
    content.forEach((key, value) ->
        assertThat(value).isEqualTo(Bytes.of(text(key.toArray()).replace("key", "value"))));
  }

  @Test
  default void whatAVisitorThrowsEndsTheWalk() {
    KeyValueStore store = store();
    store.put(bytes("a"), bytes("1"));
    store.put(bytes("b"), bytes("2"));
    List<Bytes> visited = new ArrayList<>();

    assertThatThrownBy(() ->
            store.forEach((key, _) -> {
              visited.add(Bytes.of(key));
              throw new UnsupportedOperationException("enough");
            }))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage("enough");

    assertThat(visited).hasSize(1);
    assertThat(Contents.of(store)).hasSize(2);
  }

  @Test
  default void aVisitorMayReadTheStore() {
    for (int i = 0; i < 100; i++) {
      store().put(bytes("key " + i), bytes("old"));
    }
    List<Bytes> visited = new ArrayList<>();

    store()
        .forEach((key, value) -> {
          assertThat(store().get(Bytes.of(key).toArray())).isEqualTo(Bytes.of(value).toArray());
          visited.add(Bytes.of(key));
        });

    assertThat(visited).hasSize(100).doesNotHaveDuplicates();
  }
}
