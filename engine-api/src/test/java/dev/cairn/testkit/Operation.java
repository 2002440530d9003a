package dev.cairn.testkit;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a test does with a store. {@link StoreDriver} does it to a store and {@link Model}
 * says what must come of it.
 */
public sealed interface Operation {
  /** A kind of operation, by which {@link Shape} says how frequent it is. */
  enum Kind {
    PUT,
    DELETE,
    COMPARE_AND_SET,
    WRITE,
    GET,
    CONTAINS,
    GET_ALL,
    READ,
    FOR_EACH,
    SYNC,
    VERIFY,
    REOPEN,
    CHECKPOINT,
    COMPACT,
    FLUSH,
    FILL,
    DELETE_RANGE,
    SCAN,
    WALK,
    TAKE_SNAPSHOT,
    READ_SNAPSHOT,
    CLOSE_SNAPSHOT
  }

  /** An operation that can change what the store holds: {@link History} counts these. */
  sealed interface Update extends Operation {}

  /** An update that can be part of a batch. */
  sealed interface BatchEntry extends Update {}

  /** Sets the value of a key. */
  record Put(Bytes key, Bytes value) implements BatchEntry {
    @Override
    public String toString() {
      return "put(" + key + ", " + value + ")";
    }
  }

  /** Removes a key. */
  record Delete(Bytes key) implements BatchEntry {
    @Override
    public String toString() {
      return "delete(" + key + ")";
    }
  }

  /** Sets or removes a key's value if it is the expected one; null is absent. */
  record CompareAndSet(Bytes key, @Nullable Bytes expected, @Nullable Bytes update)
      implements Update {
    @Override
    public String toString() {
      return "compareAndSet(" + key + ", " + expected + ", " + update + ")";
    }
  }

  /** Applies a batch. */
  record Write(List<BatchEntry> entries, Durability durability) implements Update {
    /** Keeps a copy of the entries. */
    public Write {
      entries = List.copyOf(entries);
    }

    @Override
    public String toString() {
      return Stream.concat(Stream.of(durability), entries.stream())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "write(", ")"));
    }
  }

  /** Sets many keys at once, by whatever the engine has for pairs in order. */
  record Fill(NavigableMap<Bytes, Bytes> pairs) implements Update {
    /** Keeps a copy of the pairs. */
    public Fill {
      pairs = Collections.unmodifiableNavigableMap(new TreeMap<>(pairs));
    }

    @Override
    public String toString() {
      return "fill(" + pairs + ")";
    }
  }

  /** Removes the keys of a range. */
  record DeleteRange(KeyRange range) implements Update {
    @Override
    public String toString() {
      return "deleteRange(" + range + ")";
    }
  }

  /** Asks for the value of a key. */
  record Get(Bytes key) implements Operation {
    @Override
    public String toString() {
      return "get(" + key + ")";
    }
  }

  /** Asks whether a key is present. */
  record Contains(Bytes key) implements Operation {
    @Override
    public String toString() {
      return "contains(" + key + ")";
    }
  }

  /** Asks for the values of many keys. */
  record GetAll(List<Bytes> keys) implements Operation {
    /** Keeps a copy of the keys. */
    public GetAll {
      keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
      return "getAll(" + keys + ")";
    }
  }

  /** Borrows the value of a key. */
  record Read(Bytes key) implements Operation {
    @Override
    public String toString() {
      return "read(" + key + ")";
    }
  }

  /** Visits every pair. */
  record ForEach() implements Operation {
    @Override
    public String toString() {
      return "forEach()";
    }
  }

  /** Brings all writes to the device. */
  record Sync() implements Operation {
    @Override
    public String toString() {
      return "sync()";
    }
  }

  /** Checks the store's bytes and structure. */
  record Verify() implements Operation {
    @Override
    public String toString() {
      return "verify()";
    }
  }

  /** Closes the store and opens it again; its snapshots end. */
  record Reopen() implements Operation {
    @Override
    public String toString() {
      return "reopen()";
    }
  }

  /** Writes a checkpoint, opens it and looks at all it holds. */
  record Checkpoint() implements Operation {
    @Override
    public String toString() {
      return "checkpoint()";
    }
  }

  /** Has the engine bring its files into order, if its stores have a call for that. */
  record Compact() implements Operation {
    @Override
    public String toString() {
      return "compact()";
    }
  }

  /** Has the engine bring what is in memory to files, if its stores have a call for that. */
  record Flush() implements Operation {
    @Override
    public String toString() {
      return "flush()";
    }
  }

  /** Which way a scan goes. */
  enum Direction {
    FORWARD,
    BACKWARD
  }

  /** Looks at all pairs of a range, one after another. */
  record Scan(KeyRange range, Direction direction) implements Operation {
    @Override
    public String toString() {
      return "scan(" + range + ", " + direction + ")";
    }
  }

  /** Moves a cursor to and fro in a range. */
  record Walk(KeyRange range, List<Move> moves) implements Operation {
    /** Keeps a copy of the moves. */
    public Walk {
      moves = List.copyOf(moves);
    }

    @Override
    public String toString() {
      return "walk(" + range + ", " + moves + ")";
    }
  }

  /** A move of a cursor. */
  sealed interface Move {}

  /** To the next greater key. */
  record Next() implements Move {
    @Override
    public String toString() {
      return "next()";
    }
  }

  /** To the next smaller key. */
  record Previous() implements Move {
    @Override
    public String toString() {
      return "previous()";
    }
  }

  /** To the smallest key that is not smaller than this one. */
  record Seek(Bytes key) implements Move {
    @Override
    public String toString() {
      return "seek(" + key + ")";
    }
  }

  /** To the greatest key that is not greater than this one. */
  record SeekFloor(Bytes key) implements Move {
    @Override
    public String toString() {
      return "seekFloor(" + key + ")";
    }
  }

  /** Takes a snapshot and keeps it under a number, in place of one that had it. */
  record TakeSnapshot(int number) implements Operation {
    @Override
    public String toString() {
      return "takeSnapshot(" + number + ")";
    }
  }

  /** Gets a key and scans a range in a snapshot, if there is one of the number. */
  record ReadSnapshot(int number, Bytes key, KeyRange range) implements Operation {
    @Override
    public String toString() {
      return "readSnapshot(" + number + ", " + key + ", " + range + ")";
    }
  }

  /** Closes a snapshot, if there is one of the number. */
  record CloseSnapshot(int number) implements Operation {
    @Override
    public String toString() {
      return "closeSnapshot(" + number + ")";
    }
  }
}
