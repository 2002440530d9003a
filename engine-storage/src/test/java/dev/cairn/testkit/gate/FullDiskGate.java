package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OutOfSpaceException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LimitedVfs;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A store of more than its budget whose disk is full refuses writes and changes nothing by them,
 * goes on reading, and writes again as soon as there is room.
 */
@Gate
public abstract class FullDiskGate {
  private static final int KEYS = 3_000;
  private static final int MAX_VALUE_BYTES = 1_000;
  private static final int MAX_BATCH = 60;
  private static final int MAX_ROOM_BYTES = 100_000;
  private static final int REFUSALS = 40;
  private static final int STEPS = 20_000;

  private final EngineFixture engine;
  private final int firstKind;
  private final NavigableMap<Bytes, Bytes> model = new TreeMap<>();

  /**
   * Makes the test.
   *
   * @param engine whose stores lack room
   */
  protected FullDiskGate(EngineFixture engine) {
    this(engine, true);
  }

  /**
   * Makes the test.
   *
   * @param engine whose stores lack room
   * @param hasBatches whether there are batches too; a full disk may end writing in one otherwise
   */
  protected FullDiskGate(EngineFixture engine, boolean hasBatches) {
    this.engine = engine;
    this.firstKind = hasBatches ? 0 : 1;
  }

  static Stream<Arguments> runs() {
    return IntStream.range(0, 2)
        .mapToObj(i -> Arguments.of(Seeds.given(0xf011).derive(i), i % 2 == 0));
  }

  @ParameterizedTest
  @MethodSource("runs")
  final void aFullDiskRefusesWritesLeavesReadsAndLosesNothing(Seed seed, boolean isBackground) {
    SplittableRandom random = seed.random();
    LimitedVfs disk = new LimitedVfs(new MemoryVfs());
    engine.create(disk, seed.value());
    try (KeyValueStore store = open(disk, isBackground)) {
      for (int i = 0; i < KEYS; i++) {
        put(store, random);
      }
      disk.limit(disk.usedBytes() + random.nextInt(MAX_ROOM_BYTES));

      int refused = 0;
      int done = 0;
      for (int step = 0; step < STEPS && refused < REFUSALS; step++) {
        if (tryWrite(store, random)) {
          done++;
        } else {
          refused++;
        }
        byte[] key = key(random);
        assertThat(Bytes.ofNullable(store.get(key))).isEqualTo(model.get(Bytes.of(key)));
      }
      System.out.printf("%s: %d writes done, %d refused%n", seed, done, refused);
      assertThat(refused).isEqualTo(REFUSALS);
      assertThat(store.stats().failed()).isFalse();

      disk.limit(Long.MAX_VALUE);
      if (isBackground) {
        putBehindOthers(store, random);
      }
      put(store, random);
      assertThat(Contents.of(store)).isEqualTo(model);
      store.verify();
    }
    try (KeyValueStore again = open(disk, isBackground)) {
      assertThat(Contents.of(again)).isEqualTo(model);
    }
  }

  /** What the store's own thread met while the disk was full may still be in the way of one. */
  private void putBehindOthers(KeyValueStore store, SplittableRandom random) {
    try {
      put(store, random);
    } catch (OutOfSpaceException metBefore) {
      assertThat(store.stats().failed()).isFalse();
    }
  }

  private KeyValueStore open(LimitedVfs disk, boolean isBackground) {
    Background background = isBackground ? Background.threads("full disk") : Background.none();
    return engine.open(new KeptVfs(disk), Durability.PROCESS, background);
  }

  private boolean tryWrite(KeyValueStore store, SplittableRandom random) {
    try {
      switch (random.nextInt(firstKind, 8)) {
        case 0 -> batch(store, random);
        case 1 -> delete(store, random);
        default -> put(store, random);
      }
      return true;
    } catch (OutOfSpaceException full) {
      return false;
    }
  }

  private void put(KeyValueStore store, SplittableRandom random) {
    byte[] key = key(random);
    byte[] value = value(random);
    store.put(key, value);
    model.put(Bytes.of(key), Bytes.of(value));
  }

  private void delete(KeyValueStore store, SplittableRandom random) {
    byte[] key = key(random);
    store.delete(key);
    model.remove(Bytes.of(key));
  }

  private void batch(KeyValueStore store, SplittableRandom random) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    int count = 1 + random.nextInt(MAX_BATCH);
    for (int i = 0; i < count; i++) {
      pairs.put(Bytes.of(key(random)), Bytes.of(value(random)));
    }
    WriteBatch batch = new WriteBatch();
    pairs.forEach((key, value) -> batch.put(key.toArray(), value.toArray()));
    store.write(batch, Durability.PROCESS);
    model.putAll(pairs);
  }

  private static byte[] key(SplittableRandom random) {
    return Bytes.of("key %06d".formatted(random.nextInt(2 * KEYS))).toArray();
  }

  private static byte[] value(SplittableRandom random) {
    byte[] value = new byte[random.nextInt(random.nextInt(50) == 0 ? 10_000 : MAX_VALUE_BYTES)];
    random.nextBytes(value);
    return value;
  }
}
