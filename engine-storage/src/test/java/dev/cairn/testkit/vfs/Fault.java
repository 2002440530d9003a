package dev.cairn.testkit.vfs;

/** A way in which a disk fails. */
public enum Fault {
  /** The device does not answer. Strikes any operation, which then has no effect. */
  EIO,
  /** The disk is full. Strikes what needs room, which then has no effect; reads go on. */
  ENOSPC,
  /** Half of the bytes are written before the device fails. Strikes writes and copies. */
  SHORT_WRITE,
  /**
   * A sync fails. What it should have brought to the device never gets there, whatever later syncs
   * say: an {@link #EIO} of a sync does the same, but this strikes nothing else.
   */
  FAILED_SYNC,
  /**
   * A sync of a file finds the disk full, as one does where room is found as late as that. It does
   * the same as {@link #FAILED_SYNC}.
   */
  SYNC_ENOSPC;

  boolean strikes(Operation operation) {
    return switch (this) {
      case EIO -> true;
      case ENOSPC ->
          switch (operation) {
            case CREATE, RENAME, LOCK, WRITE, ALLOCATE -> true;
            default -> false;
          };
      case SHORT_WRITE ->
          switch (operation) {
            case WRITE, OVERWRITE, COPY_IN -> true;
            default -> false;
          };
      case FAILED_SYNC -> operation == Operation.SYNC || operation == Operation.SYNC_DIRECTORY;
      case SYNC_ENOSPC -> operation == Operation.SYNC;
    };
  }
}
