package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store lends to a {@link dev.cairn.ValueBorrower}, and what the borrower may do. */
public interface BorrowContract extends StoreFixture {
  /**
   * The key that these tests borrow the value of.
   *
   * @return a segment over it
   */
  private MemorySegment key() {
    return MemorySegment.ofArray(bytes("key"));
  }

  @Test
  default void borrowerSeesTheValueOnceOnThisThread() {
    store().put(bytes("key"), bytes("value"));
    AtomicInteger calls = new AtomicInteger();
    Thread caller = Thread.currentThread();

    Long length =
        store()
            .<Long>read(
                key(),
                value -> {
                  calls.incrementAndGet();
                  assertThat(Thread.currentThread()).isSameAs(caller);
                  assertThat(Bytes.of(value)).isEqualTo(Bytes.of("value"));
                  return value.byteSize();
                });

    assertThat(length).isEqualTo(5);
    assertThat(calls).hasValue(1);
  }

  @Test
  default void borrowerIsNotCalledForAnAbsentKey() {
    store().put(bytes("other"), bytes("value"));

    String result =
        store()
            .<String>read(
                key(),
                value -> {
                  throw new AssertionError("called with " + value);
                });

    assertThat(result).isNull();
  }

  @Test
  @SuppressWarnings("NullAway") // It does not read the bound of the type parameter.
  default void borrowerMayReturnNull() {
    store().put(bytes("key"), bytes("value"));

    assertThat(store().<@Nullable String>read(key(), _ -> null)).isNull();
  }

  @Test
  default void loanIsReadOnlyAndOfTheValueAlone() {
    store().put(bytes("kex"), bytes("before"));
    store().put(bytes("key"), bytes("value"));
    store().put(bytes("kez"), bytes("after"));

    store()
        .<Boolean>read(
            key(),
            value -> {
              assertThat(value.isReadOnly()).isTrue();
              assertThat(value.byteSize()).isEqualTo(5);
              assertThatThrownBy(() -> value.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                  .isInstanceOfAny(
                      UnsupportedOperationException.class, IllegalArgumentException.class);
              assertThatThrownBy(() -> value.get(ValueLayout.JAVA_BYTE, 5))
                  .isInstanceOf(IndexOutOfBoundsException.class);
              return true;
            });

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("value"));
  }

  @Test
  default void emptyValueIsLent() {
    store().put(bytes("key"), new byte[0]);

    assertThat(store().<Long>read(key(), MemorySegment::byteSize)).isEqualTo(0);
  }

  @Test
  default void useAfterTheLoanThrowsOrIsHarmless() {
    List<MemorySegment> kept = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      store().put(bytes("key"), randomBytes(i, 1_000));
      store().<Boolean>read(key(), kept::add);
    }
    store().delete(bytes("key"));

    kept.forEach(BorrowContract::touch);
    store().close();
    kept.forEach(BorrowContract::touch);
  }

  private static void touch(MemorySegment segment) {
    try {
      for (long offset = 0; offset < segment.byteSize(); offset++) {
        segment.get(ValueLayout.JAVA_BYTE, offset);
      }
    } catch (IllegalStateException ended) {
      assertThat(segment.scope().isAlive()).isFalse();
    }
  }

  @Test
  default void whatABorrowerThrowsReachesTheCaller() {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));

    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() ->
              store.<Boolean>read(
                  key(),
                  _ -> {
                    throw new UnsupportedOperationException("no");
                  }))
          .isExactlyInstanceOf(UnsupportedOperationException.class)
          .hasMessage("no");
    }

    store.put(bytes("key"), bytes("new"));
    assertThat(store.get(bytes("key"))).isEqualTo(bytes("new"));
  }

  @Test
  default void borrowerMayReadTheStore() {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("other"));
    store.put(bytes("other"), bytes("value"));

    Bytes found =
        store.<Bytes>read(
            key(),
            value -> {
              byte[] other = Bytes.of(value).toArray();
              assertThat(store.contains(other)).isTrue();
              assertThat(store.getAll(List.of(other, bytes("no"))))
                  .containsExactly(bytes("value"), null);
              assertThat(store.get(other)).isEqualTo(bytes("value"));
              assertThat(store.stats().entryCount()).isNotNegative();
              Bytes nested = store.<Bytes>read(MemorySegment.ofArray(other), Bytes::of);
              // The outer loan is still good after the inner one has ended.
              assertThat(Bytes.of(value)).isEqualTo(Bytes.of("other"));
              return nested == null ? Bytes.of("absent") : nested;
            });

    assertThat(found).isEqualTo(Bytes.of("value"));
  }

  @Test
  default void borrowerMustNeitherWriteNorClose() {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    byte[] key = bytes("key");
    MemorySegment segment = key();
    Map<String, ThrowingCallable> calls =
        Map.of(
            "put", () -> store.put(key, key),
            "put of segments", () -> store.put(segment, segment),
            "delete", () -> store.delete(key),
            "compareAndSet", () -> store.compareAndSet(key, bytes("value"), key),
            "write", () -> store.write(new WriteBatch().delete(key), Durability.MEMORY),
            "close", store::close);

    calls.forEach((name, call) ->
        store.<Boolean>read(
            segment,
            _ -> {
              assertThatIllegalStateException().as(name).isThrownBy(call);
              return true;
            }));
    // The same on the way of a failure through the borrower and inside a nested loan.
    assertThatIllegalStateException()
        .isThrownBy(() ->
            store.<Boolean>read(
                segment,
                _ -> {
                  store.<Boolean>read(segment, _ -> true);
                  store.put(key, key);
                  return true;
                }));

    assertThat(store.get(key)).isEqualTo(bytes("value"));
    store.put(key, bytes("new"));
    assertThat(store.get(key)).isEqualTo(bytes("new"));
  }

  @Test
  default void visitorMustNeitherWriteNorWalkNorClose() {
    KeyValueStore store = store();
    byte[] key = bytes("key");
    store.put(key, bytes("value"));

    store.forEach((_, _) -> {
      assertThatIllegalStateException().isThrownBy(store::close);
      assertThatIllegalStateException().isThrownBy(() -> store.put(key, key));
      assertThatIllegalStateException().isThrownBy(() -> store.forEach((_, _) -> {}));
    });

    assertThat(store.get(key)).isEqualTo(bytes("value"));
    store.put(bytes("key"), bytes("new"));
    assertThat(store.get(bytes("key"))).isEqualTo(bytes("new"));
  }
}
