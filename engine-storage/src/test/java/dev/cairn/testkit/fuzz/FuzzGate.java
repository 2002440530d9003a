package dev.cairn.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.LogParts;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.Damage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link FuzzCampaign} as a test. */
@Tag("gate")
public abstract class FuzzGate {
  private static final long STORE_SEED = 0x0123456789abcdefL;

  private final EngineFixture engine;
  private final int inputs;

  /**
   * Makes the test.
   *
   * @param engine whose stores are forged
   * @param scale how often; {@code cairn.fuzzInputs} says otherwise
   */
  protected FuzzGate(EngineFixture engine, Scale scale) {
    this.engine = engine;
    this.inputs = scale.count("cairn.fuzzInputs", 600, 1_000_000);
  }

  /**
   * The parts of the files that the engine alone has.
   *
   * @param files a sound store's
   * @param storeSeed the store's seed
   * @return all that a checksum covers
   */
  protected abstract List<SealedPart> parts(Vfs files, long storeSeed);

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  final void forgedBytesAreRefusedOrReadWithoutHarm() {
    String given = System.getProperty("cairn.seed");
    for (boolean isClosed : new boolean[] {true, false}) {
      MemoryVfs files = store(isClosed);
      List<SealedPart> parts = new ArrayList<>(LogParts.of(files, STORE_SEED));
      parts.addAll(parts(files, STORE_SEED));
      FuzzCampaign campaign = new FuzzCampaign(engine, files, parts);
      if (given != null) {
        campaign.run(Seed.parse(given));
        continue;
      }
      Seed seed = new Seed(isClosed ? 0xf022 : 0xf023);
      for (int i = 0; i < inputs / 2; i++) {
        campaign.run(seed.derive(i));
      }
    }
  }

  @Test
  final void verifyNoticesEachPartThatChangesUnderAnOpenStore() {
    MemoryVfs files = store(true);
    List<SealedPart> parts = new ArrayList<>(LogParts.of(files, STORE_SEED));
    parts.addAll(parts(files, STORE_SEED));
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      store.verify();
      for (SealedPart part : parts) {
        Damage.flipBit(files, part.file(), part.checksumAt(), 3);

        assertThatExceptionOfType(CorruptionException.class)
            .as(part.toString())
            .isThrownBy(store::verify)
            .satisfies(damage -> assertThat(damage.file()).isEqualTo(part.file()));

        Damage.flipBit(files, part.file(), part.checksumAt(), 3);
      }
      store.verify();
    }
  }

  private MemoryVfs store(boolean isClosed) {
    MemoryVfs files = new MemoryVfs();
    engine.create(files, STORE_SEED);
    KeyValueStore store = engine.open(files, Durability.PROCESS);
    for (int i = 0; i < 120; i++) {
      store.put(key(i % 70), new byte[i % 30 == 7 ? 5_000 : i % 50]);
      if (i % 9 == 0) {
        store.delete(key(i / 2));
        store.sync();
      }
      if (i % 25 == 0) {
        store.write(
            new WriteBatch().put(key(i), new byte[3]).delete(key(i + 1)).put(key(0), new byte[0]),
            Durability.PROCESS);
      }
      if (i % 40 == 11 && store instanceof OrderedStore ordered) {
        ordered.deleteRange(KeyRange.of(key(20), key(25)));
      }
    }
    store.put(Bytes.of("k".repeat(3_000)).toArray(), new byte[40]);
    if (isClosed) {
      store.close();
    }
    return Damage.copyOf(files);
  }

  private static byte[] key(int number) {
    return Bytes.of("catalogue/%04d".formatted(number)).toArray();
  }
}
