package dev.cairn.testkit.vfs;

import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;

/** A disk that does not give a part of one file, whoever asks and however often. */
public final class BadSectorVfs extends ForwardingVfs {
  private final String badFile;
  private final long from;
  private final long to;

  /**
   * Wraps a directory.
   *
   * @param inner the directory
   * @param badFile the file's name
   * @param from where its bad part begins
   * @param to where it ends
   */
  public BadSectorVfs(Vfs inner, String badFile, long from, long to) {
    super(inner);
    this.badFile = badFile;
    this.from = from;
    this.to = to;
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    VfsFile file = super.open(name, mode);
    return name.equals(badFile) ? new BadFile(file) : file;
  }

  private final class BadFile extends ForwardingFile {
    BadFile(VfsFile inner) {
      super(inner);
    }

    @Override
    public int read(long position, MemorySegment target, long offset, int bytes) {
      if (position < to && from < position + bytes) {
        throw new StoreIOException(describe(name()) + ": read failed: injected bad sector");
      }
      return super.read(position, target, offset, bytes);
    }
  }
}
