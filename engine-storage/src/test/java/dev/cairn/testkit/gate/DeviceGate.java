package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.device.FileSystemKind;
import dev.cairn.testkit.device.LoopFileSystem;
import dev.cairn.testkit.device.SmallMemoryDisk;
import dev.cairn.testkit.gate.Promises.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was promised survives real file systems that crash, and a force that really fails is the
 * last one. Needs root, and fails or is skipped without it: {@link LoopFileSystem}.
 */
@Gate
public abstract class DeviceGate {
  private static final long FILE_SYSTEM_BYTES = 512L << 20;
  private static final long ROOM_BYTES = 64L << 20;
  private static final int WRITES = 1_000;
  private static final int VALUE_BYTES = 2_000;

  private final EngineFixture engine;
  private final int crashes = Integer.getInteger("cairn.deviceCrashes", 30);

  /**
   * Makes the test.
   *
   * @param engine whose stores live there
   */
  protected DeviceGate(EngineFixture engine) {
    this.engine = engine;
  }

  @ParameterizedTest
  @EnumSource
  final void forcedWritesSurviveAFileSystemThatCrashes(FileSystemKind kind, @TempDir Path directory)
      throws Exception {
    try (LoopFileSystem disk =
        LoopFileSystem.create(
            kind, directory.resolve("device"), FILE_SYSTEM_BYTES, directory.resolve("mounted"))) {
      KillCampaign.Ending crash =
          new KillCampaign.Ending() {
            @Override
            public void strike() throws IOException {
              disk.crash();
            }

            @Override
            public void repair() throws IOException {
              disk.remount();
            }

            @Override
            public int promised(Promise promise) {
              return promise.device();
            }
          };
      KillCampaign campaign =
          new KillCampaign(
              engine,
              disk.mountPoint(),
              directory.resolve("errors"),
              crash,
              Seeds.given(0xdead).derive(kind.ordinal()));

      campaign.run(crashes);

      System.out.printf("%s: %d crashes of the file system%n", kind, campaign.roundCount());
    }
  }

  /**
   * The device is a file in memory, which loses the room of the zeros that the log has written
   * ahead, and has no other. So it is the force of a record that fails, not the making of a file.
   */
  @ParameterizedTest
  @EnumSource
  final void afterAForceThatFailedNothingIsWrittenAndAllThatWasPromisedIsThere(
      FileSystemKind kind, @TempDir Path directory) throws IOException {
    try (SmallMemoryDisk memory =
            SmallMemoryDisk.create(directory.resolve("memory"), kind.ownBytes() + ROOM_BYTES);
        LoopFileSystem disk =
            LoopFileSystem.create(
                kind,
                directory.resolve("memory").resolve("device"),
                FILE_SYSTEM_BYTES,
                directory.resolve("mounted"))) {
      Path home = disk.mountPoint().resolve("store");
      int acknowledged = 0;
      KeyValueStore store = engine.open(home, Durability.DEVICE);
      try {
        for (; acknowledged < WRITES; acknowledged++) {
          store.put(key(acknowledged), value(acknowledged));
        }
        for (Path segment : segments(home)) {
          disk.loseRoomOfZeros(segment);
        }
        memory.fill();
        StoreException first = null;
        while (first == null) {
          try {
            store.put(key(acknowledged), value(acknowledged));
            acknowledged++;
          } catch (StoreException failed) {
            first = failed;
          }
        }
        System.out.printf("%s fails after %d writes: %s%n", kind, acknowledged, first);
        assertThat(store.stats().failed()).as("that a force failed").isTrue();
        memory.grow(FILE_SYSTEM_BYTES);

        // There is room now, and a second force would say that it had succeeded.
        int next = acknowledged;
        assertThatExceptionOfType(StoreFailedException.class)
            .isThrownBy(() -> store.put(key(next), value(next)));
        for (int i = 0; i < acknowledged; i++) {
          assertThat(store.get(key(i))).isEqualTo(value(i));
        }
      } finally {
        closeFailed(store);
      }
      disk.remount();

      try (KeyValueStore again = engine.open(home, Durability.DEVICE)) {
        for (int i = 0; i < acknowledged; i++) {
          assertThat(again.get(key(i))).as("write " + i).isEqualTo(value(i));
        }
        again.put(key(0), value(1));
        again.verify();
      }
    }
  }

  private static List<Path> segments(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }

  private static void closeFailed(KeyValueStore store) {
    try {
      store.close();
    } catch (StoreException stillFailed) {
      // It says that not all could be saved.
    }
  }

  private static byte[] key(int number) {
    return ("key " + number).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    new Seed(number).random().nextBytes(value);
    return value;
  }
}
