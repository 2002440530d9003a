package dev.cairn.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.DamageCampaign;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.vfs.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FuzzCampaign} as a test: a target for each kind of part that an engine's files have. */
@Tag("gate")
public abstract class StoreFuzzGate extends FuzzGate {
  private static final long STORE_SEED = 0x0123456789abcdefL;

  /** Enough for inner pages above inner pages, and for tables below tables. */
  private static final int WRITES = 212;

  private static final int KEYS = 140;
  private static final int INGESTED = 20;

  private final EngineFixture engine;

  /**
   * Makes the test.
   *
   * @param engine whose stores are forged
   * @param scale how often
   */
  protected StoreFuzzGate(EngineFixture engine, Scale scale) {
    super(scale, 100);
    this.engine = engine;
  }

  @Override
  protected final Map<String, FuzzTarget> targets() {
    List<MemoryVfs> stores = List.of(store(true), store(false));
    Map<String, List<FuzzCampaign.Forgery>> kinds = new LinkedHashMap<>();
    for (MemoryVfs store : stores) {
      List<SealedPart> all = engine.allParts(store, STORE_SEED);
      for (SealedPart part : all) {
        kinds
            .computeIfAbsent(part.what(), _ -> new ArrayList<>())
            .add(new FuzzCampaign.Forgery(store, part, all));
      }
    }
    Map<String, FuzzTarget> targets = new LinkedHashMap<>();
    kinds.forEach((kind, places) -> targets.put(kind, new FuzzCampaign(engine, places)));
    return targets;
  }

  /** A kind of part that the stores here have no more would be forged no more, unheard. */
  @Test
  final void eachCorpusHasItsTarget() throws IOException {
    Set<Path> expected =
        targets().keySet().stream()
            .map(name -> new FuzzCorpus(name).file())
            .collect(Collectors.toSet());
    try (Stream<Path> found = Files.list(expected.iterator().next().getParent())) {
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** Neither would a kind be missed that no store has which is only harmed. */
  @Test
  final void theDamageCampaignHarmsEachKind() {
    Set<String> harmed = new HashSet<>();
    for (DamageCampaign.Ending ending : DamageCampaign.Ending.values()) {
      harmed.addAll(new DamageCampaign(engine, new Seed(STORE_SEED), ending).kinds());
    }

    assertThat(harmed).containsAll(targets().keySet());
  }

  /** A killed store has parts that a closed one lacks, such as what nobody has compacted yet. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  final void verifyNoticesEachPartThatChangesUnderAnOpenStore(boolean isClosed) {
    MemoryVfs files = store(isClosed);
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      store.verify();
      for (SealedPart part : engine.allParts(files, STORE_SEED)) {
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
    for (int i = 0; i < WRITES; i++) {
      store.put(key(i % KEYS), new byte[i % 30 == 7 ? 5_000 : i * 7 % 250]);
      if (i % 9 == 0) {
        store.delete(key(i / 2));
        store.sync();
      }
      if (i % 25 == 0) {
        store.write(
            new WriteBatch().put(key(i), new byte[3]).delete(key(i + 1)).put(key(0), new byte[0]),
            Durability.PROCESS);
      }
      if (i == WRITES / 2) {
        engine.ingest(store, ingested());
      }
      if (i % 40 == 11 && store instanceof OrderedStore ordered) {
        ordered.deleteRange(KeyRange.of(key(20), key(25)));
      }
    }
    store.put(Bytes.of("k".repeat(3_000)).toArray(), new byte[40]);
    if (isClosed) {
      store.close();
    } else if (store instanceof OrderedStore ordered) {
      // Where nobody sees what was removed, the removal would not stay either.
      var _ = ordered.snapshot();
      ordered.deleteRange(KeyRange.of(key(30), key(35)));
      engine.flush(store);
    }
    return Damage.copyOf(files);
  }

  /** Above all other keys, so that no compaction meets them. */
  private static NavigableMap<Bytes, Bytes> ingested() {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < INGESTED; i++) {
      pairs.put(Bytes.of("sorted/%04d".formatted(i)), Bytes.of(key(i)));
    }
    return pairs;
  }

  private static byte[] key(int number) {
    return Bytes.of("catalogue/%04d".formatted(number)).toArray();
  }
}
