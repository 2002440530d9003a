package dev.cairn.testkit.vfs;

/** What a {@link FaultyVfs} counts and a {@link Fault} strikes. */
enum Operation {
  OPEN,
  CREATE,
  EXISTS,
  LIST,
  RENAME,
  DELETE,
  SYNC_DIRECTORY,
  LOCK,
  SIZE,
  READ,
  WRITE,
  /** A write of bytes that the file has already, and so has room for. */
  OVERWRITE,
  SYNC,
  TRUNCATE,
  ALLOCATE,
  MAP,
  COPY_IN,
  TOUCH
}
