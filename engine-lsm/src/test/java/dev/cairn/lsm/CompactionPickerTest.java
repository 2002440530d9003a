package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is compacted next, without any table. */
class CompactionPickerTest {
  private static final long TABLE_BYTES = 100;

  private final List<List<TableEntry>> levels = new ArrayList<>();
  private long nextId = 1;

  CompactionPickerTest() {
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(new ArrayList<>());
    }
  }

  private TableEntry add(int level, String lower, String upper) {
    return add(level, lower, upper, TABLE_BYTES);
  }

  private TableEntry add(int level, String lower, String upper, long bytes) {
    TableEntry table =
        new TableEntry(nextId, bytes, 10, 0, nextId, lower.getBytes(UTF_8), upper.getBytes(UTF_8));
    nextId++;
    if (level == 0) {
      levels.getFirst().addFirst(table);
    } else {
      levels.get(level).add(table);
    }
    return table;
  }

  private static LeveledPicker leveled(long baseBytes) {
    return new LeveledPicker(baseBytes, 2);
  }

  private static Compaction picked(CompactionPicker picker, List<List<TableEntry>> levels) {
    return Objects.requireNonNull(picker.pick(levels, Set.of()));
  }

  @Test
  void nothingIsDoneWhileLevelsAreWithinTheirSizes() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    add(0, "a", "z");
    add(1, "a", "m");
    add(2, "a", "z");

    assertThat(picker.pick(levels, Set.of())).isNull();
    assertThat(picker.pressure(levels)).isZero();
  }

  @Test
  void level0GoesAllTogetherWithWhatItOverlaps() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES; i++) {
      add(0, "b", "g");
    }
    TableEntry overlapped = add(1, "f", "h");
    add(1, "m", "p");

    Compaction compaction = picked(picker, levels);

    assertThat(compaction.kind()).isEqualTo(Compaction.Kind.MERGE);
    assertThat(compaction.outputLevel()).isEqualTo(1);
    assertThat(compaction.inputs().get(0)).hasSize(LeveledPicker.LEVEL_0_TABLES);
    assertThat(compaction.inputs().get(1)).containsExactly(overlapped);
  }

  /** What comes of two tables with a gap between them may be one table that reaches over it. */
  @Test
  void level0GoesWithWhatLiesBetweenItsTables() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    add(0, "a", "c");
    add(0, "a", "c");
    add(0, "x", "z");
    add(0, "x", "z");
    TableEntry between = add(1, "m", "n");

    assertThat(picked(picker, levels).inputs().get(1)).containsExactly(between);
    assertThat(picker.pick(levels, Set.of(between.id()))).isNull();
  }

  @Test
  void ofVeryManyTablesOfLevel0TheOldestGoFirst() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    List<TableEntry> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 2 * CompactionPicker.MAX_LEVEL_0_TABLES; i++) {
      oldestFirst.add(add(0, "a", "z"));
    }

    assertThat(picked(picker, levels).inputs().get(0))
        .containsExactlyInAnyOrderElementsOf(
            oldestFirst.subList(0, CompactionPicker.MAX_LEVEL_0_TABLES));
  }

  @Test
  void nothingIsPickedOfWhatARunningCompactionReads() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES; i++) {
      add(0, "b", "g");
    }
    add(1, "f", "h");

    for (TableEntry table : picked(picker, levels).tables()) {
      assertThat(picker.pick(levels, Set.of(table.id()))).isNull();
    }
  }

  @Test
  void tablesThatOverlapNothingAreMoved() {
    CompactionPicker picker = leveled(4 * TABLE_BYTES);
    add(0, "a", "b");
    add(0, "b", "c");
    add(0, "c", "d");
    add(0, "d", "e");
    add(1, "x", "z");

    assertThat(picked(picker, levels).kind()).isEqualTo(Compaction.Kind.MOVE);
  }

  /** Otherwise nothing would ever be compressed if keys come in order. */
  @Test
  void tablesThatMustBeCompressedWhereTheyGoAreNotMoved() {
    add(1, "a", "b");
    add(3, "a", "b");
    assertThat(picked(new LeveledPicker(TABLE_BYTES, 3), levels).kind())
        .isEqualTo(Compaction.Kind.MOVE);
    assertThat(picked(new LeveledPicker(TABLE_BYTES, 2), levels).kind())
        .isEqualTo(Compaction.Kind.MERGE);

    for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES; i++) {
      add(0, "c" + i, "c" + (i + 1));
    }
    assertThat(picked(new LeveledPicker(100 * TABLE_BYTES, 1), levels).kind())
        .isEqualTo(Compaction.Kind.MERGE);
  }

  @Test
  void theTableWithTheLeastToBeMergedWithGoes() {
    CompactionPicker picker = leveled(TABLE_BYTES);
    add(1, "a", "c");
    TableEntry cheap = add(1, "d", "f");
    add(2, "a", "b");
    add(2, "b", "c");
    TableEntry under = add(2, "e", "f");

    Compaction compaction = picked(picker, levels);

    assertThat(compaction.tables()).containsExactly(cheap, under);
    assertThat(picker.pick(levels, Set.of(under.id())))
        .isNotNull()
        .satisfies(other -> assertThat(other.tables()).doesNotContain(cheap));
  }

  @Test
  void writesAreSlowedWhenLevel0Grows() {
    CompactionPicker picker = leveled(TABLE_BYTES);
    double last = 0;
    for (int i = 0; i < 40; i++) {
      add(0, "a", "z");
      assertThat(picker.pressure(levels)).isBetween(last, 1.0);
      last = picker.pressure(levels);
    }

    assertThat(last).isEqualTo(1);
  }

  @Test
  void tieredMergesRunsOfTheSameSizeAndLeavesTheLargeOne() {
    CompactionPicker picker = new TieredPicker();
    add(TieredPicker.BOTTOM, "a", "z", 100_000);
    TableEntry large = add(0, "a", "z", 10_000);
    for (int i = 1; i < TieredPicker.RUNS; i++) {
      add(0, "a", "z");
    }

    Compaction compaction = picked(picker, levels);

    assertThat(compaction.outputLevel()).isZero();
    assertThat(compaction.tables()).hasSize(TieredPicker.RUNS - 1).doesNotContain(large);
  }

  @Test
  void tieredMergesAllWhenTheNewerRunsAreMoreThanTheOldest() {
    CompactionPicker picker = new TieredPicker();
    TableEntry bottom = add(TieredPicker.BOTTOM, "a", "z", TABLE_BYTES);
    for (int i = 0; i < TieredPicker.RUNS; i++) {
      add(0, "a", "z");
    }

    Compaction compaction = picked(picker, levels);

    assertThat(compaction.outputLevel()).isEqualTo(TieredPicker.BOTTOM);
    assertThat(compaction.tables()).hasSize(TieredPicker.RUNS + 1).contains(bottom);
  }

  /** A store may have been leveled before: what lies between is older than level 0. */
  @Test
  void tieredTakesAlongWhatLiesBetweenLevel0AndTheLowest() {
    CompactionPicker picker = new TieredPicker();
    TableEntry between = add(2, "a", "z", TABLE_BYTES);
    TableEntry bottom = add(TieredPicker.BOTTOM, "a", "z", TABLE_BYTES);
    for (int i = 0; i < TieredPicker.RUNS; i++) {
      add(0, "a", "z");
    }

    assertThat(picked(picker, levels).tables()).contains(between, bottom);
  }

  @Test
  void tieredReadsNoMoreRunsAtOnceThanThereIsMemoryFor() {
    CompactionPicker picker = new TieredPicker();
    TableEntry oldest = add(0, "a", "z");
    for (int i = 0; i < 2 * CompactionPicker.MAX_LEVEL_0_TABLES; i++) {
      add(0, "a", "z");
    }

    assertThat(picked(picker, levels).inputs().getFirst())
        .hasSize(CompactionPicker.MAX_LEVEL_0_TABLES)
        .contains(oldest);

    add(TieredPicker.BOTTOM, "a", "z", 100 * TABLE_BYTES);
    assertThat(picked(picker, levels).inputs().getFirst())
        .hasSize(CompactionPicker.MAX_LEVEL_0_TABLES)
        .doesNotContain(oldest);
  }

  @Test
  void tieredSlowsWritesWhenRunsPileUp() {
    CompactionPicker picker = new TieredPicker();
    for (int i = 0; i < 3 * TieredPicker.RUNS; i++) {
      add(0, "a", "z");
    }
    assertThat(picker.pressure(levels)).isZero();

    for (int i = 0; i < 5 * TieredPicker.RUNS; i++) {
      add(0, "a", "z");
    }
    assertThat(picker.pressure(levels)).isEqualTo(1);
  }

  @Test
  void fifoDropsTheOldestWhatIsTooMuch() {
    CompactionPicker picker = new FifoPicker(2 * TABLE_BYTES);
    TableEntry oldest = add(0, "a", "z");
    add(0, "a", "z");
    assertThat(picker.pick(levels, Set.of())).isNull();
    add(0, "a", "z");

    Compaction compaction = picked(picker, levels);

    assertThat(compaction.kind()).isEqualTo(Compaction.Kind.DROP);
    assertThat(compaction.tables()).containsExactly(oldest);
  }

  /** A store that was leveled before: what its deepest levels have is the oldest. */
  @Test
  void fifoDropsFromTheDeepestLevelUp() {
    CompactionPicker picker = new FifoPicker(2 * TABLE_BYTES);
    add(0, "a", "z");
    TableEntry deepest = add(6, "a", "c");
    TableEntry older = add(2, "x", "z");
    TableEntry newer = add(2, "a", "b");
    assertThat(picked(picker, levels).tables()).containsExactlyInAnyOrder(deepest, older);

    add(0, "a", "z");
    assertThat(picked(picker, levels).tables()).containsExactlyInAnyOrder(deepest, older, newer);
    assertThat(picked(picker, levels).inputs().getFirst()).isEmpty();
  }

  /** It may have the delete of what the older one says. */
  @Test
  void fifoDropsNothingBeforeWhatIsOlder() {
    CompactionPicker picker = new FifoPicker(TABLE_BYTES);
    TableEntry oldest = add(0, "a", "z");
    add(0, "a", "z");
    add(0, "a", "z");

    assertThat(picked(picker, levels).tables()).hasSize(2);
    assertThat(picker.pick(levels, Set.of(oldest.id()))).isNull();
  }

  @Test
  void aWholeRangeTakesAlongWhatItsTablesOverlap() {
    add(0, "a", "d");
    add(1, "c", "m");
    add(2, "k", "p");
    TableEntry untouched = add(2, "q", "z");

    Compaction compaction =
        Objects.requireNonNull(
            CompactionPicker.wholeRange(levels, "a".getBytes(UTF_8), "b".getBytes(UTF_8), 2));

    assertThat(compaction.tables()).hasSize(3).doesNotContain(untouched);
  }

  private static RangeTombstones range(String from, String to) {
    return RangeTombstones.NONE.with(from.getBytes(UTF_8), to.getBytes(UTF_8), 1);
  }

  /** The last added table removes a range, and a reader stands at a sequence. */
  private Removals removing(TableEntry table, RangeTombstones range, long oldestReader) {
    return new Removals(levels, Map.of(table.id(), range), Set.of(), oldestReader);
  }

  private TableEntry addRemoving(int level, String lower, String upper, long deletes) {
    TableEntry added = add(level, lower, upper);
    TableEntry table =
        new TableEntry(
            added.id(), TABLE_BYTES, 10, deletes, added.id(), added.lower(), added.upper());
    levels.get(level).set(levels.get(level).indexOf(added), table);
    return table;
  }

  private static @Nullable Compaction pickedRemoved(CompactionPicker picker, Removals removals) {
    return picker.pickRemoved(removals, Set.of());
  }

  @Test
  void aRangeThatRemovesWholeTablesGoesDownThoughNothingIsTooLarge() {
    CompactionPicker picker = leveled(100 * TABLE_BYTES);
    TableEntry removing = addRemoving(1, "b", "x", 1);
    TableEntry next = add(2, "a", "d");
    add(3, "c", "g");
    add(3, "g", "m");
    add(4, "c", "x");

    Compaction compaction =
        Objects.requireNonNull(
            pickedRemoved(picker, removing(removing, range("b", "x"), Long.MAX_VALUE)));

    assertThat(picker.pick(levels, Set.of())).isNull();
    assertThat(compaction.kind()).isEqualTo(Compaction.Kind.MERGE);
    assertThat(compaction.tables()).containsExactly(removing, next);
    assertThat(compaction.outputLevel()).isEqualTo(2);
    assertThat(
            picker.pickRemoved(
                removing(removing, range("b", "x"), Long.MAX_VALUE), Set.of(next.id())))
        .isNull();
    assertThat(pickedRemoved(picker, removing(removing, range("b", "c"), Long.MAX_VALUE))).isNull();
  }

  @Test
  void whatIsRemovedWaitsForTheReadersThatSeeIt() {
    CompactionPicker picker = leveled(100 * TABLE_BYTES);
    TableEntry removing = addRemoving(1, "b", "x", 1);
    add(2, "c", "x");
    long sequence = removing.newestSequence();

    Removals early = removing(removing, range("b", "x"), sequence);
    assertThat(pickedRemoved(picker, early)).isNull();
    assertThat(early.awaited()).isEqualTo(sequence);

    Removals late = removing(removing, range("b", "x"), sequence + 1);
    assertThat(pickedRemoved(picker, late)).isNotNull();
    assertThat(late.awaited()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aTableOfDeletesGoesDownAndOneWithFewDoesNot() {
    CompactionPicker picker = leveled(100 * TABLE_BYTES);
    addRemoving(1, "a", "d", 1);
    TableEntry deletes = addRemoving(1, "m", "p", 8);
    add(2, "a", "d");
    add(2, "m", "p");

    Removals removals = new Removals(levels, Map.of(), Set.of(), Long.MAX_VALUE);
    Compaction compaction = Objects.requireNonNull(pickedRemoved(picker, removals));

    assertThat(compaction.tables()).contains(deletes).hasSize(2);
    assertThat(removals.awaited()).isEqualTo(Long.MAX_VALUE);
    assertThat(picker.pickRemoved(removals, Set.of(deletes.id()))).isNull();
  }

  @Test
  void removalsThatHideNothingAnyMoreAreWrittenAwayWhereTheyAre() {
    for (CompactionPicker picker : List.of(leveled(100 * TABLE_BYTES), new TieredPicker())) {
      levels.forEach(List::clear);
      TableEntry kept = addRemoving(TieredPicker.BOTTOM, "a", "d", 5);
      addRemoving(TieredPicker.BOTTOM, "e", "g", 1);

      Compaction compaction =
          Objects.requireNonNull(
              pickedRemoved(picker, new Removals(levels, Map.of(), Set.of(), Long.MAX_VALUE)));

      assertThat(compaction.tables()).containsExactly(kept);
      assertThat(compaction.outputLevel()).isEqualTo(TieredPicker.BOTTOM);
      assertThat(
              pickedRemoved(
                  picker, new Removals(levels, Map.of(), Set.of(), kept.newestSequence())))
          .isNull();
    }
  }

  @Test
  void tieredMergesAllWhenARunRemovesMuchOfWhatIsOlder() {
    CompactionPicker picker = new TieredPicker();
    TableEntry bottom = add(TieredPicker.BOTTOM, "a", "z", 100_000);
    TableEntry removing = addRemoving(0, "a", "z", 1);
    TableEntry newer = add(0, "a", "z");

    Compaction compaction =
        Objects.requireNonNull(
            pickedRemoved(picker, removing(removing, range("a", "z"), Long.MAX_VALUE)));

    assertThat(compaction.tables()).containsExactlyInAnyOrder(bottom, removing, newer);
    assertThat(compaction.outputLevel()).isEqualTo(TieredPicker.BOTTOM);
    assertThat(pickedRemoved(picker, removing(removing, range("a", "f"), Long.MAX_VALUE))).isNull();
  }

  @Test
  void fifoWritesNothingAgainForWhatWasRemoved() {
    CompactionPicker picker = new FifoPicker(100 * TABLE_BYTES);
    add(0, "a", "z");
    TableEntry removing = addRemoving(0, "a", "z", 1);

    assertThat(pickedRemoved(picker, removing(removing, range("a", "z"), Long.MAX_VALUE))).isNull();
  }
}
