package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSalvage;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a damaged B+ tree store: the tree as the newest sound meta page has it, then the log from
 * its replay position on.
 *
 * <p>The log may go back further than that. What it has of keys whose page is lost is older than
 * the page was, but the newest there is; of other keys the tree knows better.
 */
final class BPlusTreeSalvage implements Salvage.Source {
  @Override
  public void read(Vfs files, SalvageOutput output) {
    long seed =
        Salvage.seed(
            files,
            BPlusTreeOpening.ENGINE,
            BPlusTreeOpening.FORMAT_VERSION,
            List.of(LogSalvage::seed, BPlusTreeSalvage::seed),
            output);
    Meta meta = null;
    try (VfsFile file = files.open(PageFormat.FILE_NAME, OpenMode.READ)) {
      meta = meta(file, seed, output);
      readPages(files, file, seed, meta, output);
    } catch (StoreIOException unreadable) {
      output.damaged(
          PageFormat.FILE_NAME, "the file of pages", unreadable, Consequence.PAIRS_MAY_BE_LOST);
    }
    long replayPosition = meta == null ? 0 : meta.replayPosition();
    LogSalvage.read(
        files,
        seed,
        start(meta),
        output,
        (segment, memory, offset) -> {
          if (segment.basePosition() + offset >= replayPosition) {
            LogSalvage.apply(memory, offset, output);
          }
        });
  }

  private static void readPages(
      Vfs files, VfsFile file, long seed, @Nullable Meta meta, SalvageOutput output) {
    int pageBytes = meta != null ? meta.pageBytes() : pageBytes(file, seed);
    if (pageBytes == 0) {
      output.damaged(
          new Damage(
              PageFormat.FILE_NAME,
              0,
              file.size(),
              "all pages",
              Consequence.PAIRS_MAY_BE_LOST,
              null));
      return;
    }
    PageShape shape = shape(pageBytes);
    int pageCount = (int) Math.min(Integer.MAX_VALUE, file.size() / pageBytes);
    try (PagesSalvage pages =
        new PagesSalvage(new PageFile(file, shape, seed), shape, pageCount, output)) {
      if (meta != null) {
        pages.readTree(meta);
        readOldLog(files, seed, meta, pages.lost(), output);
      }
      pages.readOrphans(meta);
    }
  }

  private static PageShape shape(int pageBytes) {
    return new PageShape(pageBytes, BPlusTreeOptions.defaults().maxChildren());
  }

  private static int pageBytes(VfsFile file, long seed) {
    try (Arena arena = Arena.ofConfined()) {
      return LiveLeaves.pageBytes(
          bytes -> new PageFile(file, shape(bytes), seed),
          file.size(),
          arena.allocate(PageFormat.MAX_PAGE_BYTES, Long.BYTES));
    }
  }

  private static OptionalLong seed(Vfs files) {
    try (VfsFile file = files.open(PageFormat.FILE_NAME, OpenMode.READ)) {
      Meta.Copies copies = Meta.readSound(file);
      return copies == null ? OptionalLong.empty() : OptionalLong.of(copies.newest().storeSeed());
    } catch (StoreIOException unreadable) {
      return OptionalLong.empty();
    }
  }

  private static @Nullable Meta meta(VfsFile file, long seed, SalvageOutput output) {
    try {
      Meta.Copies copies = Meta.read(file, seed);
      var _ = PageShape.of(copies.newest(), 0);
      if (!copies.areEqual()) {
        output.damaged(
            PageFormat.FILE_NAME,
            "one of the copies of the meta page, or a checkpoint was cut short",
            new CorruptionException(PageFormat.FILE_NAME, 0, "meta page", "two", "one"),
            Consequence.NONE);
      }
      return copies.newest();
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(
          PageFormat.FILE_NAME,
          "the copies of the meta page",
          damage,
          Consequence.OLD_PAIRS_MAY_RETURN);
      return null;
    }
  }

  private static @Nullable LogStart start(@Nullable Meta meta) {
    return meta == null
        ? null
        : new LogStart(
            List.of(),
            meta.chainPosition(),
            meta.replayPosition(),
            meta.replayPosition(),
            meta.nextSegmentId(),
            Map.of());
  }

  /** What the log has, from before the tree, of the keys that the tree has lost. */
  private static void readOldLog(
      Vfs files, long seed, Meta meta, LostKeys lost, SalvageOutput output) {
    if (lost.isEmpty()) {
      return;
    }
    LogSalvage.read(
        files,
        seed,
        start(meta),
        output.withoutDamages(), // They are told of when the log is read for what is newer.
        (segment, memory, offset) -> {
          if (segment.basePosition() + offset < meta.replayPosition()) {
            applyToLost(memory, offset, lost, output);
          }
        });
  }

  private static void applyToLost(
      MemorySegment memory, long offset, LostKeys lost, SalvageOutput output) {
    byte[] key = LogSalvage.key(memory, offset);
    if (LogRecord.kind(memory, offset) == RecordFormat.DELETE_RANGE) {
      byte[] to = LogSalvage.value(memory, offset);
      lost.within(key, to.length == 0 ? null : to, output::deleteRange);
    } else if (lost.contains(key)) {
      LogSalvage.apply(memory, offset, output);
    }
  }
}
