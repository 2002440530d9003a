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
  SYNC,
  TRUNCATE,
  ALLOCATE,
  MAP,
  COPY_IN,
  TOUCH
}
