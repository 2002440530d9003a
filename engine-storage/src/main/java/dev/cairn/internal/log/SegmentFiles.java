package dev.cairn.internal.log;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where segments get their files from: new ones, or those of segments that are gone, whose blocks
 * on the disk and pages in the system's cache are there already. Some of these are kept; see
 * docs/decisions/0007.
 */
final class SegmentFiles {
  private static final Logger LOGGER = LoggerFactory.getLogger(Log.class);

  /** The header and what else is in its sector, whatever the size of a sector. */
  private static final int FIRST_BYTES = 4096;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]);

  private final Vfs files;
  private final long segmentBytes;
  private final int maxKept;
  private final FailureLatch latch;

  // Names of files of the usual size whose header is zeros, on the device perhaps not yet.
  private final ConcurrentLinkedDeque<String> kept = new ConcurrentLinkedDeque<>();

  private final ReentrantLock namesLock = new ReentrantLock();

  // Whether a name may be in the system's cache alone, as one that a killed process made.
  private volatile boolean areNamesDue = true;

  SegmentFiles(Vfs files, long segmentBytes, int maxKept, FailureLatch latch) {
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.maxKept = maxKept;
    this.latch = latch;
  }

  /**
   * A file of written zeros, under a name that no file ever had. It is on the device after {@link
   * #syncNames}; at once if the file had another name, under which its bytes would be another
   * segment's.
   *
   * @throws OutOfSpaceException if the disk is full even without the files that are kept
   */
  VfsFile create(String name, long capacityBytes) {
    try {
      return capacityBytes == segmentBytes ? reuse(name) : createNew(name, capacityBytes);
    } catch (OutOfSpaceException full) {
      if (kept.isEmpty()) {
        throw full;
      }
      deleteKept();
      return createNew(name, capacityBytes);
    }
  }

  private VfsFile reuse(String name) {
    String old = kept.poll();
    if (old == null) {
      return createNew(name, segmentBytes);
    }
    try {
      files.rename(old, name);
    } catch (RuntimeException failure) {
      kept.add(old);
      throw failure;
    }
    VfsFile file = null;
    try {
      file = files.open(name, OpenMode.WRITE);
      writeZeros(file, 0, segmentBytes);
      areNamesDue = true;
      syncNames();
      return file;
    } catch (RuntimeException | Error failure) {
      if (file != null) {
        discard(file);
      } else {
        delete(name);
      }
      throw failure;
    }
  }

  /** Writes zeros from one position of a file up to another. */
  static void writeZeros(VfsFile file, long from, long to) {
    for (long at = from; at < to; at += ZEROS.byteSize()) {
      file.write(at, ZEROS, 0, Math.min(ZEROS.byteSize(), to - at));
    }
  }

  private VfsFile createNew(String name, long capacityBytes) {
    VfsFile file = files.open(name, OpenMode.CREATE);
    try {
      file.allocate(capacityBytes);
      areNamesDue = true;
      return file;
    } catch (RuntimeException | Error failure) {
      discard(file);
      throw failure;
    }
  }

  /**
   * Brings the names of all files that were made before the call to the device: of segments that
   * are forced, or the bytes would be nowhere after a loss of power.
   *
   * <p>Where this fails all writing ends. Another sync could succeed although names are lost, and
   * not only these: somebody may have put a file in another's place meanwhile.
   */
  void syncNames() {
    namesLock.lock(); // Who finds nothing due must not be ahead of who makes it so.
    try {
      latch.requireSound(); // Names that somebody else could not force are not due any more.
      if (areNamesDue) {
        areNamesDue = false; // Before: a name that comes meanwhile may be too late for this.
        syncDirectory();
      }
    } finally {
      namesLock.unlock();
    }
  }

  /** Refuses if names may be lost that were changed before; waits for whoever forces names. */
  void requireNames() {
    namesLock.lock(); // Who has met the failure of a force may not have said so yet.
    try {
      latch.requireSound();
    } finally {
      namesLock.unlock();
    }
  }

  private void syncDirectory() {
    try {
      files.syncDirectory();
    } catch (StoreIOException failure) {
      throw latch.fail(failure);
    } catch (Error failure) {
      areNamesDue = true;
      throw failure;
    }
  }

  /**
   * Keeps the file of a segment that is gone for one that will come, or deletes it. Its header
   * goes, so that nobody takes its records for live ones. The zeros are not forced, which would
   * write all that the file has in the system's cache and nobody needs; where power fails before
   * they reach the device, recovery knows the header by its id ({@link SegmentHeader#isOfGone}).
   */
  void recycle(VfsFile file, long capacityBytes) {
    boolean isKept = capacityBytes == segmentBytes && kept.size() < maxKept;
    try (file) {
      if (isKept) {
        // The records behind the header go before it: a header of which a kill left a part must not
        // look like a damaged one, whose records are missed.
        file.write(
            LogFormat.HEADER_BYTES,
            ZEROS,
            0,
            Math.min(FIRST_BYTES, capacityBytes) - LogFormat.HEADER_BYTES);
        file.write(0, ZEROS, 0, LogFormat.HEADER_BYTES);
      }
    } catch (RuntimeException e) {
      // What the file holds is not needed, so its failure harms nothing but itself.
      LOGGER.warn("cannot keep {} for another segment", file.name(), e);
      isKept = false;
    }
    if (isKept) {
      kept.add(file.name());
    } else {
      delete(file.name());
    }
  }

  /** Closes and deletes the file of a segment that is gone, or never came to be. */
  void discard(VfsFile file) {
    try {
      file.close();
    } catch (StoreIOException e) {
      LOGGER.warn("cannot close {}", file.name(), e); // What it holds is not needed.
    }
    delete(file.name());
  }

  /** Deletes all files that wait to be used again. */
  void deleteKept() {
    for (String name; (name = kept.poll()) != null; ) {
      delete(name);
    }
  }

  /** Deletes a file that holds nothing; if that fails, the next opening does it. */
  void delete(String name) {
    try {
      files.delete(name);
    } catch (StoreIOException e) {
      LOGGER.warn("cannot delete {}", name, e);
    }
  }
}
