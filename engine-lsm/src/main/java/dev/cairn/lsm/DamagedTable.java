package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.KeyRange;
import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.progress.Headway;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of which parts may be damaged. Index and footer are not needed: each block says where it
 * ends, and its checksum is right at its place alone, so all sound ones are found by reading the
 * file from its beginning to its end.
 */
final class DamagedTable implements AutoCloseable {
  /** A table is read once to find its blocks, and once for their entries. */
  private static final int PASSES = 2;

  private final TableFile file;
  private final long id;
  private final @Nullable TableEntry entry;
  private final int rank;
  private final SalvageOutput output;
  private final DamagedTableCursor cursor;
  private BlockList blocks = BlockList.EMPTY;
  private RangeTombstones tombstones = RangeTombstones.NONE;
  private long baseSequence;

  private DamagedTable(
      TableFile file, long id, @Nullable TableEntry entry, int rank, SalvageOutput output) {
    this.file = file;
    this.id = id;
    this.entry = entry;
    this.rank = rank;
    this.output = output;
    this.cursor = new DamagedTableCursor(this);
  }

  /**
   * Opens a table of the manifest.
   *
   * @param rank how many tables are newer
   */
  static DamagedTable open(Vfs files, long seed, TableEntry entry, int rank, SalvageOutput output) {
    return open(
        new DamagedTable(TableFile.open(files, seed, entry.id()), entry.id(), entry, rank, output),
        files,
        entry.newestSequence());
  }

  /**
   * Opens a table without a manifest.
   *
   * @param sequence that of its entries, if the manifest alone had it
   */
  static DamagedTable openUnlisted(
      Vfs files, long seed, long id, long sequence, SalvageOutput output) {
    return open(
        new DamagedTable(TableFile.open(files, seed, id), id, null, 0, output), files, sequence);
  }

  private static DamagedTable open(DamagedTable table, Vfs files, long sequence) {
    try {
      table.readBlocks(files, sequence);
      return table;
    } catch (RuntimeException | Error failure) {
      table.close();
      throw failure;
    }
  }

  private void readBlocks(Vfs files, long sequence) {
    long end = file.size();
    try {
      var _ = file.readFooter(files);
      end -= TableFormat.FOOTER_BYTES;
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(file.name(), "footer", damage, Consequence.NONE);
    }
    blocks = BlockList.find(file, end, output);
    Headway.made(file.size() / PASSES);
    baseSequence = sequence;
    try (Arena arena = Arena.ofConfined()) {
      if (blocks.properties() >= 0) {
        long base =
            TableProperties.read(
                    file.readContent(TableFormat.PROPERTIES, blocks.properties(), arena), 0)
                .baseSequence();
        baseSequence = base == TableEntry.SEQUENCE_OF_TABLE ? sequence : base;
      }
      if (blocks.tombstones() >= 0) {
        tombstones =
            TombstonesBlock.read(
                file.readContent(TableFormat.TOMBSTONES, blocks.tombstones(), arena));
      }
    } catch (CorruptionException | StoreIOException damage) {
      lostRanges(damage);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      lostRanges(file.damaged(0, "table", "parts that fit", String.valueOf(e.getMessage())));
    }
    reportGaps(end);
  }

  private void lostRanges(StoreException damage) {
    output.damaged(
        file.name(), "properties or removed ranges", damage, Consequence.OLD_PAIRS_MAY_RETURN);
  }

  String name() {
    return file.name();
  }

  long id() {
    return id;
  }

  int rank() {
    return rank;
  }

  RangeTombstones tombstones() {
    return tombstones;
  }

  /** The sequence that the stored sequence 1 means, or a guess if nothing says it any more. */
  long baseSequence() {
    return baseSequence;
  }

  int dataBlockCount() {
    return blocks.dataCount();
  }

  long dataPosition(int index) {
    return blocks.data(index);
  }

  /** A cursor on its first entry. */
  DamagedTableCursor cursor() {
    cursor.first();
    return cursor;
  }

  /** Reads a data block, restored and checked; its content begins behind a header. */
  MemorySegment readData(long position, Arena arena) {
    MemorySegment header = arena.allocate(TableFormat.HEADER_BYTES);
    file.readUnchecked(position, header, 0, TableFormat.HEADER_BYTES);
    long totalBytes =
        TableFormat.HEADER_BYTES + (long) header.get(INT, TableFormat.STORED_BYTES_OFFSET);
    if (totalBytes < TableFormat.HEADER_BYTES || totalBytes > file.size() - position) {
      throw file.damaged(position, "block", "a block inside the file", totalBytes + " bytes");
    }
    Headway.made(totalBytes / PASSES);
    return file.readAlone(TableFormat.DATA, position, (int) totalBytes, arena);
  }

  /** Says that a block whose checksum is right has no entries that fit in it. */
  void reportLost(long position) {
    output.damaged(
        new Damage(
            name(),
            position,
            0,
            "a data block",
            Consequence.PAIRS_MAY_BE_LOST,
            possibleKeys(null, null)));
  }

  private void reportGaps(long end) {
    for (BlockList.Gap gap : blocks.gaps()) {
      Consequence consequence = consequence(gap);
      output.damaged(
          new Damage(
              name(),
              gap.from(),
              gap.to() - gap.from(),
              switch (consequence) {
                case NONE -> "a block of the index";
                case UNFORCED, PAIRS_MAY_BE_LOST -> "blocks";
                case OLD_PAIRS_MAY_RETURN -> "removed ranges";
              },
              consequence,
              switch (consequence) {
                case NONE -> null;
                case UNFORCED, PAIRS_MAY_BE_LOST -> keysIn(gap);
                case OLD_PAIRS_MAY_RETURN -> possibleKeys(null, null);
              }));
    }
    if (entry != null && file.size() < entry.fileBytes()) {
      output.damaged(
          new Damage(
              name(),
              file.size(),
              entry.fileBytes() - file.size(),
              "the end of the file",
              Consequence.PAIRS_MAY_BE_LOST,
              keysIn(new BlockList.Gap(end, entry.fileBytes(), (byte) 0, (byte) 0))));
    }
    if (mayLackTombstones()) {
      output.damaged(
          new Damage(
              name(),
              end,
              0,
              "removed ranges, if there were any",
              Consequence.OLD_PAIRS_MAY_RETURN,
              possibleKeys(null, null)));
    }
  }

  /** Removed ranges stand right before the top index: what is lost there may have been they. */
  private boolean mayLackTombstones() {
    return blocks.tombstones() < 0
        && (entry == null || entry.deletes() > 0)
        && (!blocks.hasTopIndex()
            || blocks.gaps().stream().anyMatch(gap -> gap.after() == TableFormat.TOP_INDEX));
  }

  /**
   * What a gap means. Its header may be believed where its kind fits the blocks beside it and its
   * length the gap: then it held what it says.
   */
  private Consequence consequence(BlockList.Gap gap) {
    if (gap.to() == file.size()
        && gap.to() - gap.from() == TableFormat.FOOTER_BYTES
        && gap.before() == TableFormat.PROPERTIES) {
      return Consequence.NONE;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocate(TableFormat.HEADER_BYTES);
      file.readDamaged(
          gap.from(),
          header,
          Math.min(TableFormat.HEADER_BYTES, gap.to() - gap.from()),
          output.withoutDamages());
      long bytes =
          TableFormat.HEADER_BYTES + (long) header.get(INT, TableFormat.STORED_BYTES_OFFSET);
      if (bytes != gap.to() - gap.from()) {
        return Consequence.PAIRS_MAY_BE_LOST;
      }
      byte before = gap.before();
      boolean isBehindData = before == TableFormat.PARTITION || before == TableFormat.TOMBSTONES;
      return switch (header.get(BYTE, TableFormat.KIND_OFFSET)) {
        case TableFormat.PARTITION ->
            before == TableFormat.DATA ? Consequence.NONE : Consequence.PAIRS_MAY_BE_LOST;
        case TableFormat.TOMBSTONES ->
            gap.after() == TableFormat.TOP_INDEX
                ? Consequence.OLD_PAIRS_MAY_RETURN
                : Consequence.PAIRS_MAY_BE_LOST;
        case TableFormat.TOP_INDEX ->
            isBehindData ? Consequence.NONE : Consequence.PAIRS_MAY_BE_LOST;
        case TableFormat.PROPERTIES ->
            before == TableFormat.TOP_INDEX ? Consequence.NONE : Consequence.PAIRS_MAY_BE_LOST;
        default -> Consequence.PAIRS_MAY_BE_LOST;
      };
    }
  }

  /** The keys between those of the sound blocks before and after a gap. */
  private KeyRange keysIn(BlockList.Gap gap) {
    int behind = blocks.firstDataFrom(gap.from());
    byte[] first = behind == 0 ? null : keyOf(blocks.data(behind - 1), Integer.MAX_VALUE);
    byte[] last = behind == blocks.dataCount() ? null : keyOf(blocks.data(behind), 0);
    return possibleKeys(first, last);
  }

  private KeyRange possibleKeys(byte @Nullable [] first, byte @Nullable [] last) {
    byte[] from = first != null ? first : entry != null ? entry.lower() : new byte[0];
    if (last == null && entry != null && entry.upper() != null) {
      return KeyRange.of(from, entry.upper());
    }
    return SalvageOutput.between(from, last);
  }

  /** The key of an entry of a block, or of its last one; null if that cannot be read. */
  private byte @Nullable [] keyOf(long position, int index) {
    try (Arena arena = Arena.ofConfined()) {
      BlockCursor block = new BlockCursor();
      MemorySegment memory = readData(position, arena);
      block.open(memory, TableFormat.HEADER_BYTES, TableFile.contentBytes(memory, 0), 0);
      block.load(Math.min(index, block.count() - 1));
      byte[] room = new byte[block.keyBytes() + Long.BYTES];
      block.copyKey(room);
      return Arrays.copyOf(room, block.keyBytes());
    } catch (CorruptionException | StoreIOException | IndexOutOfBoundsException damage) {
      return null;
    }
  }

  @Override
  public void close() {
    cursor.release();
    file.close();
  }
}
