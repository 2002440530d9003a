package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store does with a batch. */
public interface BatchContract extends StoreFixture {
  @ParameterizedTest
  @EnumSource
  default void batchTakesEffectAtEachDurability(Durability durability) {
    store().put(bytes("b"), bytes("old"));
    WriteBatch batch =
        new WriteBatch().put(bytes("a"), bytes("1")).delete(bytes("b")).put(bytes("c"), bytes("3"));

    store().write(batch, durability);

    assertThat(store().getAll(List.of(bytes("a"), bytes("b"), bytes("c"))))
        .containsExactly(bytes("1"), null, bytes("3"));
  }

  @Test
  default void operationsOfABatchTakeEffectInTheirOrder() {
    WriteBatch batch =
        new WriteBatch()
            .put(bytes("twice"), bytes("1"))
            .put(bytes("twice"), bytes("2"))
            .put(bytes("put then deleted"), bytes("1"))
            .delete(bytes("put then deleted"))
            .delete(bytes("deleted then put"))
            .put(bytes("deleted then put"), bytes("1"));

    store().write(batch, Durability.PROCESS);

    assertThat(Contents.of(store()))
        .containsOnlyKeys(Bytes.of("twice"), Bytes.of("deleted then put"))
        .containsEntry(Bytes.of("twice"), Bytes.of("2"));
  }

  @Test
  default void emptyBatchDoesNothing() {
    store().put(bytes("key"), bytes("value"));

    for (Durability durability : Durability.values()) {
      store().write(new WriteBatch(), durability);
    }

    assertThat(Contents.of(store())).hasSize(1);
  }

  @Test
  default void batchOfOne() {
    store().write(new WriteBatch().put(bytes("a"), new byte[0]), Durability.PROCESS);
    store().write(new WriteBatch().delete(bytes("absent")), Durability.PROCESS);

    assertThat(store().get(bytes("a"))).isNotNull().isEmpty();
  }

  @Test
  default void batchIsUnchangedAndCanBeWrittenAgain() {
    WriteBatch batch = new WriteBatch().put(bytes("a"), bytes("1")).delete(bytes("b"));
    byte[] encoding = batch.encoding(Arrays::copyOf);

    store().write(batch, Durability.PROCESS);
    store().put(bytes("a"), bytes("other"));
    store().put(bytes("b"), bytes("other"));
    store().write(batch, Durability.PROCESS);

    assertThat(batch.<byte[]>encoding(Arrays::copyOf)).isEqualTo(encoding);
    assertThat(batch.operationCount()).isEqualTo(2);
    assertThat(store().get(bytes("a"))).isEqualTo(bytes("1"));
    assertThat(store().contains(bytes("b"))).isFalse();
  }

  @Test
  default void clearedBatchIsIndependentOfWhatWasWritten() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 100; i++) {
      batch.clear().put(bytes("key " + i), bytes("value " + i)).put(bytes("last"), bytes("" + i));
      store().write(batch, Durability.MEMORY);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(store().get(bytes("key " + i))).isEqualTo(bytes("value " + i));
    }
    assertThat(store().get(bytes("last"))).isEqualTo(bytes("99"));
  }

  @Test
  default void batchFromSegments() {
    try (Arena arena = Arena.ofConfined()) {
      WriteBatch batch =
          new WriteBatch()
              .put(nativeBytes(arena, "native"), MemorySegment.ofArray(bytes("1")))
              .put(MemorySegment.ofArray(bytes("heap")), nativeBytes(arena, "2"));

      store().write(batch, Durability.PROCESS);
    }

    assertThat(store().get(bytes("native"))).isEqualTo(bytes("1"));
    assertThat(store().get(bytes("heap"))).isEqualTo(bytes("2"));
  }

  @Test
  default void batchOfManyMegabytes() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 20_000; i++) {
      batch.put(bytes("key " + i), randomBytes(i, 300));
    }
    batch.put(bytes("large"), randomBytes(1, 3 << 20)).put(bytes("last"), bytes("one"));

    store().write(batch, Durability.PROCESS);

    for (int i = 0; i < 20_000; i++) {
      if (!Arrays.equals(store().get(bytes("key " + i)), randomBytes(i, 300))) {
        throw new AssertionError("key " + i + " of the batch is lost");
      }
    }
    assertThat(Arrays.equals(store().get(bytes("large")), randomBytes(1, 3 << 20))).isTrue();
    assertThat(store().get(bytes("last"))).isEqualTo(bytes("one"));
  }
}
