package dev.cairn.internal.vfs;

/** What a file is opened for. */
public enum OpenMode {
  /** Reading; the file must exist. */
  READ,
  /** Reading and writing; the file must exist. */
  WRITE,
  /** Reading and writing; the file must not exist and is created empty. */
  CREATE
}
