package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.KeyOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What can be measured, by the names that db_bench made familiar. */
enum Workload {
  /** Single puts of ascending keys. */
  FILLSEQ(new Fill(KeyOrder.ASCENDING, 1)),

  /** Single puts of keys in no order. */
  FILLRANDOM(new Fill(KeyOrder.RANDOM, 1)),

  /** Batches of ascending keys. */
  FILLSEQBATCH(new Fill(KeyOrder.ASCENDING, Access.BATCH_PAIRS)),

  /** Batches of keys in no order. */
  FILLBATCH(new Fill(KeyOrder.RANDOM, Access.BATCH_PAIRS)),

  /** Single puts, each of which is on the device when it returns. */
  FILLSYNC(new Fill(KeyOrder.RANDOM, 1, Durability.DEVICE)),

  /** Gets of present keys. */
  READRANDOM(new Timed(Access.GET)),

  /** The same into an array that is used again. */
  READINTO(new Timed(Access.GET_INTO)),

  /** Gets of absent keys. */
  READMISSING(new Timed(Access.GET_MISSING)),

  /** Gets of 100 present keys in one call. */
  GETALL100(new Timed(Access.GET_ALL)),

  /** All pairs in order. */
  SCAN(new Timed(Access.SCAN)),

  /** All pairs in the opposite order. */
  REVERSESCAN(new Timed(Access.REVERSE_SCAN)),

  /** A seek and the next 10 pairs. */
  SEEK10(new Timed(Access.SEEK_10)),

  /** A seek and the next 100 pairs. */
  SEEK100(new Timed(Access.SEEK_100)),

  /** Opening what was closed, in a JVM that has done nothing else yet. */
  REOPEN(new Reopening(Start.FILLED)),

  /** Single puts of present keys. */
  OVERWRITE(new Timed(Access.OVERWRITE)),

  /** Single puts of all keys that are present, each once. */
  OVERWRITEALL(new OnceEach(OnceEach.Change.OVERWRITE)),

  /** Batches of puts of present keys. */
  BATCHOVERWRITE(new Timed(Access.OVERWRITE_BATCH)),

  /** Gets while another thread overwrites. */
  READWHILEWRITING(
      new Timed(new Role("get", Access.GET_NEWEST), new Role("put", Access.OVERWRITE))),

  /**
   * The same while the other thread overwrites 50,000 times a second at most: of stores that can do
   * so none's reads suffer from more writes than another's.
   */
  READWHILEWRITING50K(
      new Timed(
          new Role("get", Access.GET_NEWEST),
          new Role("put", Access.OVERWRITE, OptionalLong.of(50_000)))),

  /** Short scans while another thread overwrites. */
  SEEK100WHILEWRITING(
      new Timed(new Role("seek", Access.SEEK_100_NEWEST), new Role("put", Access.OVERWRITE))),

  /** YCSB's workload A: half reads, half updates, of popular pairs. */
  YCSB_A(new Timed(Access.YCSB_A)),

  /** YCSB's workload B: 95 % reads, 5 % updates, of popular pairs. */
  YCSB_B(new Timed(Access.YCSB_B)),

  /** YCSB's workload C: reads of popular pairs. */
  YCSB_C(new Timed(Access.YCSB_C)),

  /** YCSB's workload D: 95 % reads of the latest pairs, 5 % inserts. */
  YCSB_D(new Timed(Access.YCSB_D)),

  /** YCSB's workload E: 95 % short scans, 5 % inserts. */
  YCSB_E(new Timed(Access.YCSB_E)),

  /** YCSB's workload F: half reads, half reads that are written back, of popular pairs. */
  YCSB_F(new Timed(Access.YCSB_F)),

  /** Deletes of every other pair, in no order. */
  DELETEHALF(new OnceEach(OnceEach.Change.DELETE_HALF)),

  /** Opening what was killed while it overwrote. */
  RECOVER(new Reopening(Start.KILLED));

  @SuppressWarnings("ImmutableEnumChecker") // All are records of immutable things.
  private final Procedure procedure;

  Workload(Procedure procedure) {
    this.procedure = procedure;
  }

  static Workload of(String label) {
    for (Workload workload : values()) {
      if (workload.label().equals(label)) {
        return workload;
      }
    }
    throw new IllegalArgumentException(
        "workload "
            + label
            + ": expected one of "
            + Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", ")));
  }

  /** Its name on the command line and in the report. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Procedure procedure() {
    return procedure;
  }
}
