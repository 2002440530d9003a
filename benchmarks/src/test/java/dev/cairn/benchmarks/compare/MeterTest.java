package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.benchmarks.store.Footprint;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.ReadCount;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {
  private static final long GIGABYTE = 1_000_000_000;

  @TempDir private Path directory;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Counting store = new Counting();
  private Bench bench;

  @BeforeEach
  void prepare() {
    CompareOptions options =
        CompareOptions.parse("--stores=cairn-lsm", "--pairs=1000", "--directory=" + directory);
    Trial trial =
        new Trial(
            options,
            Peer.CAIRN_LSM,
            Workload.READRANDOM,
            1000,
            options.pass(),
            0,
            directory.resolve("store"),
            0);
    bench = new Bench(trial, new Recorder(new PrintStream(output, true, StandardCharsets.UTF_8)));
  }

  @Test
  void whatAStoreWroteBeforeDoesNotCount() {
    store.writtenBytes = GIGABYTE;
    Meter meter = Meter.begin(bench, store);

    meter.recordStore(store, new Traffic(1000, 0, 116), Scope.ANY);

    assertThat(figure("readrandom writes by the store's count")).contains(0.0);
    assertThat(notices()).isEmpty();
  }

  @Test
  void storeThatCountsWhatTheSystemHasNotSeenIsToldOf() {
    Meter meter = Meter.begin(bench, store);
    store.writtenBytes = GIGABYTE;

    meter.recordStore(store, new Traffic(1000, 0, 116), Scope.ANY);

    assertThat(figure("readrandom writes by the store's count")).contains(1000.0);
    assertThat(notices()).hasSameSizeAs(callsAreCounted() ? List.of("it") : List.of());
  }

  @Test
  void whatAStoreReadBeforeDoesNotCount() {
    store.readBytes = GIGABYTE;
    Meter meter = Meter.begin(bench, store);

    meter.recordStore(store, new Traffic(1000, 0, 116), Scope.ANY);

    assertThat(figure("readrandom reads by the store's count")).contains(0.0);
    assertThat(notices()).isEmpty();
  }

  @Test
  void storeThatCountsReadsThatTheSystemHasNotSeenIsToldOf() {
    Meter meter = Meter.begin(bench, store);
    store.readBytes = GIGABYTE;

    meter.recordStore(store, new Traffic(1000, 0, 116), Scope.ANY);

    assertThat(figure("readrandom reads by the store's count")).contains(1000.0);
    assertThat(notices()).hasSameSizeAs(callsAreCounted() ? List.of("it") : List.of());
  }

  @Test
  void whatIsLeftOutDoesNotCount() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[4_000_000]);
    Meter meter = Meter.begin(bench, store);

    meter.leaveOut(() -> read(file));
    meter.leaveOut(() -> read(file));
    meter.recordUse(new Traffic(1000, 0, 116), Scope.ANY);

    assumeThat(callsAreCounted()).isTrue();
    assertThat(figure("readrandom reads by calls").orElseThrow()).isLessThan(3);
  }

  private static void read(Path file) {
    try {
      Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void useOfARunThatWasCutShortIsComparedWithNoOther() {
    Meter meter = Meter.begin(bench, store);

    meter.recordCpu(new Traffic(0, 1000, 116), Scope.NONE);
    meter.recordUse(new Traffic(0, 1000, 116), Scope.NONE);

    assertThat(lines().stream().flatMap(line -> Figure.ofLine(line).stream()))
        .isNotEmpty()
        .allMatch(figure -> figure.scope() == Scope.NONE);
  }

  @Test
  void deviceOfWhatOnlyReadsIsNotAsked() {
    Meter meter = Meter.begin(bench, store);

    meter.recordUse(new Traffic(1000, 0, 116), Scope.ANY);

    assertThat(figure("readrandom gc pauses")).isPresent();
    assertThat(figure("readrandom device writes")).isEmpty();
  }

  private static boolean callsAreCounted() {
    return ProcessUse.now().callWrittenBytes().isPresent();
  }

  private List<String> lines() {
    return output.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Optional<Double> figure(String name) {
    return lines().stream()
        .flatMap(line -> Figure.ofLine(line).stream())
        .filter(figure -> figure.name().equals(name))
        .map(Figure::value)
        .findFirst();
  }

  private List<String> notices() {
    return lines().stream().flatMap(line -> NoticeLine.ofLine(line).stream()).toList();
  }

  /** A store that says it has written and read what it is told to say. */
  private static final class Counting implements StoreUnderTest {
    private long writtenBytes;
    private long readBytes;

    @Override
    public Footprint footprint() {
      return new Footprint(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.of(writtenBytes),
          Optional.of(new ReadCount(readBytes, ReadCount.Coverage.ALL)),
          new LinkedHashMap<>());
    }

    @Override
    public void put(byte[] key, byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(byte[][] keys, byte[][] values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(byte[] key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sync() {}

    @Override
    public StoreReader reader() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
