package dev.cairn.testkit.device;

import java.util.List;

/** A kind of file system. */
public enum FileSystemKind {
  /** ext4, with a journal for names and sizes; it becomes read-only when that cannot be written. */
  EXT4(20 << 20, "mkfs.ext4", "-q", "-F"),
  /** XFS, which shuts itself down when its log cannot be written. */
  XFS(70 << 20, "mkfs.xfs", "-q", "-f");

  private final long ownBytes;
  private final List<String> make;

  FileSystemKind(long ownBytes, String... make) {
    this.ownBytes = ownBytes;
    this.make = List.of(make);
  }

  /**
   * What one needs for itself, most of it for its journal.
   *
   * @return bytes, roughly
   */
  public long ownBytes() {
    return ownBytes;
  }

  /** The command that makes one, but for where. */
  List<String> make() {
    return make;
  }
}
