package dev.cairn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder sees of the stores. */
class EventsTest {
  private static final StoreSettings SETTINGS = new StoreSettings(Durability.PROCESS, 16 << 20);
  private static final int VALUE_BYTES = 10_000;

  @TempDir private Path directory;
  private final Recording recording = new Recording();

  @BeforeEach
  void start() {
    recording.enable("dev.cairn.SlowOperation").withThreshold(Duration.ZERO);
    recording.start();
  }

  @AfterEach
  void close() {
    recording.close();
  }

  private List<RecordedEvent> events(String name) throws IOException {
    Path file = directory.resolve(name + ".jfr");
    if (recording.getState() == RecordingState.RUNNING) {
      recording.stop();
    }
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("dev.cairn." + name))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  private void fill(String engine) {
    fill(engine, _ -> true);
  }

  /** Writes and overwrites several times the memory that the store may use, and goes on a while. */
  private void fill(String engine, Predicate<KeyValueStore> isEnough) {
    try (KeyValueStore store = Stores.open(directory.resolve(engine), engine, SETTINGS)) {
      byte[] value = new byte[VALUE_BYTES];
      for (int i = 0; i < 6_000 || !isEnough.test(store) && i < 600_000; i++) {
        value[i % VALUE_BYTES]++;
        store.put(new byte[] {(byte) i}, value);
      }
    }
  }

  @Test
  void hashStoreTellsOfReclaimAndOfItsIndex() throws IOException {
    fill("hash", store -> store.stats().details().getOrDefault("reclaimedSegmentCount", 0L) > 0);

    assertThat(events("Reclaim")).isNotEmpty().allMatch(event -> event.getLong("segmentBytes") > 0);
    assertThat(events("Checkpoint"))
        .isNotEmpty()
        .allMatch(event -> event.getString("engine").equals("hash"));
  }

  @Test
  void treeTellsOfCheckpoints() throws IOException {
    fill("bptree");

    assertThat(events("Checkpoint"))
        .isNotEmpty()
        .allMatch(event -> event.getString("engine").equals("bptree"))
        .extracting(event -> event.getLong("logPosition"))
        .last()
        .matches(position -> position > 0);
  }

  @Test
  void lsmStoreTellsOfFlushesAndCompactions() throws IOException {
    fill("lsm");

    assertThat(events("Flush")).isNotEmpty();
    assertThat(events("Compaction"))
        .isNotEmpty()
        .allMatch(event -> event.getLong("readBytes") > 0)
        .allMatch(event -> !event.getDuration().isNegative());
  }

  @Test
  void forceAndRecoveryAreSeen() throws IOException {
    Path store = directory.resolve("store");
    Path copy = directory.resolve("copy");
    try (KeyValueStore open = Stores.open(store, "hash", SETTINGS)) {
      open.write(new WriteBatch().put(new byte[1], new byte[1]), Durability.DEVICE);
      open.checkpoint(copy);
    }
    Stores.open(copy, "hash", SETTINGS).close();

    assertThat(events("SlowOperation"))
        .anyMatch(event ->
            event.getString("operation").equals("force")
                && event.getString("file").endsWith(".log"));
    assertThat(events("Recovery").getLast().getLong("toPosition")).isPositive();
  }

  @Test
  void damageIsSeenWhereverItIsMet() throws IOException {
    var damage = new CorruptionException("INDEX", 42, "checksum", "1", "2");

    RecordedEvent event = events("Corruption").getFirst();
    assertThat(event.getString("file")).isEqualTo(damage.file());
    assertThat(event.getLong("position")).isEqualTo(damage.position());
    assertThat(event.getString("what")).isEqualTo("checksum");
  }
}
