package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.Damage.Consequence;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.LogSalvage;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.Vfs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a damaged hash store: the log is the data, and the list says which segments of it live. The
 * index image holds nothing that the log has not.
 *
 * <p>A record that reclaim has moved is newer in the log than the original, and no write of its key
 * came between; so the order of the log is that of the writes all the same.
 */
final class HashSalvage implements Salvage.Source {
  @Override
  public void read(Vfs files, SalvageOutput output) {
    long seed =
        Salvage.seed(
            files,
            HashOpening.ENGINE,
            HashOpening.FORMAT_VERSION,
            List.of(LogSalvage::seed),
            output);
    LogStart start = start(files, output);
    checkImage(files, seed, output);
    LogSalvage.read(
        files,
        seed,
        start,
        output,
        (segment, memory, offset) -> LogSalvage.apply(memory, offset, output));
  }

  private static @Nullable LogStart start(Vfs files, SalvageOutput output) {
    try {
      SegmentList list = SegmentList.read(files);
      return new LogStart(
          list.sealed(),
          list.chainPosition(),
          list.durablePosition(),
          0,
          list.nextSegmentId(),
          Map.of());
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(
          SegmentList.NAME, "list of segments", damage, Consequence.OLD_PAIRS_MAY_RETURN);
      return null;
    }
  }

  private static void checkImage(Vfs files, long seed, SalvageOutput output) {
    try (IndexImageReader image = IndexImageReader.open(files, seed)) {
      if (image != null) {
        image.verify();
      }
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(IndexImageFormat.FILE_NAME, "index image", damage, Consequence.NONE);
    }
  }
}
