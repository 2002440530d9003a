package dev.cairn.testkit.vfs;

import java.lang.foreign.MemorySegment;

/** One thing that a store did to its disk. Files have numbers, because names come and go. */
sealed interface Effect {
  record Created(String name, int file) implements Effect {
    @Override
    public String toString() {
      return "create " + name;
    }
  }

  /** Bytes that are never changed, written at a position. */
  record Written(String name, int file, long position, MemorySegment bytes) implements Effect {
    @Override
    public String toString() {
      return "write " + bytes.byteSize() + " bytes at " + position + " of " + name;
    }
  }

  record Resized(String name, int file, long bytes) implements Effect {
    @Override
    public String toString() {
      return "resize " + name + " to " + bytes + " bytes";
    }
  }

  record Synced(String name, int file) implements Effect {
    @Override
    public String toString() {
      return "sync " + name;
    }
  }

  record SyncFailed(String name, int file) implements Effect {
    @Override
    public String toString() {
      return "failed sync of " + name;
    }
  }

  record Renamed(String from, String to, int file) implements Effect {
    @Override
    public String toString() {
      return "rename " + from + " to " + to;
    }
  }

  record Deleted(String name, int file) implements Effect {
    @Override
    public String toString() {
      return "delete " + name;
    }
  }

  record DirectorySynced() implements Effect {
    @Override
    public String toString() {
      return "sync directory";
    }
  }

  default boolean isSync() {
    return this instanceof Synced || this instanceof DirectorySynced;
  }
}
