package dev.cairn.internal.vfs;

import dev.cairn.StoreIOException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * A mapping of an {@link OsFile} for writing.
 *
 * <p>Only plain copies touch it. They answer a failing disk by an InternalError that can be caught;
 * vector and checksum instructions over a mapping would end the process.
 */
final class OsWindow implements VfsWindow {
  /**
   * The smallest page of any supported system; on those with larger ones we touch more than needed.
   */
  private static final long PAGE_BYTES = 4096;

  private final String where;
  private final MappedBytes mapped;
  private final Consumer<OsWindow> onClose;

  OsWindow(String where, MappedBytes mapped, Consumer<OsWindow> onClose) {
    this.where = where;
    this.mapped = mapped;
    this.onClose = onClose;
  }

  @Override
  public void copyIn(long position, MemorySegment source, long offset, long bytes) {
    try {
      MemorySegment.copy(source, offset, mapped.segment(), position, bytes);
    } catch (InternalError e) {
      throw failed(Failures.at("copy", position, bytes), e);
    }
  }

  @Override
  public void touch(long from) {
    MemorySegment segment = mapped.segment();
    try {
      // Stores alone. A load first would map a page to be read, and the store after it would fault
      // once more, for each page of what Linux keeps as one large folio: 100 ms for 64 MiB instead
      // of 1.4.
      long first = (from + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
      for (long at = first; at < segment.byteSize(); at += PAGE_BYTES) {
        segment.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
      }
    } catch (InternalError e) {
      throw failed("touch", e);
    }
  }

  /** Brings the pages to the device where a sync of the file does not. */
  void flush() throws IOException {
    // The monitor keeps the mapping from being closed meanwhile.
    synchronized (mapped) {
      if (mapped.arena().scope().isAlive()) {
        try {
          mapped.segment().force();
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (mapped) {
      if (mapped.arena().scope().isAlive()) {
        mapped.arena().close();
        onClose.accept(this);
      }
    }
  }

  private StoreIOException failed(String operation, InternalError cause) {
    return new StoreIOException(
        where + ": " + operation + " failed: the disk failed under a mapping", cause);
  }
}
