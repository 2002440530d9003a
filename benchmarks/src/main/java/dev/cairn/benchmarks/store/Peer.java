package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stores that can be compared. A new one is a constant here and a {@link StoreUnderTest}. What
 * gives each which durability is in the table of README.md.
 */
public enum Peer {
  /** Cairn's hash store, told how many pairs will come. */
  CAIRN_HASH("cairn-hash", Kind.UNORDERED, CairnStore::openHash),

  /** Cairn's hash store with its default options. */
  CAIRN_HASH_GROWING("cairn-hash-growing", Kind.UNORDERED, home -> CairnStore.open("hash", home)),

  /** Cairn's B+ tree store. */
  CAIRN_BPTREE("cairn-bptree", Kind.ORDERED, home -> CairnStore.open("bptree", home)),

  /** Cairn's LSM store. */
  CAIRN_LSM("cairn-lsm", Kind.ORDERED, home -> CairnStore.open("lsm", home)),

  /** Cairn's hash store without a directory. */
  CAIRN_HASH_MEMORY(
      "cairn-hash-memory", Kind.UNORDERED, home -> CairnStore.openInMemory("hash", home)) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.MEMORY);
    }
  },

  /** RocksDB. */
  ROCKSDB("rocksdb", Kind.ORDERED, RocksStore::open),

  /** LMDB. */
  LMDB("lmdb", Kind.ORDERED, LmdbStore::open) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.PROCESS, Durability.DEVICE);
    }
  },

  /** H2's MVStore. */
  MVSTORE("mvstore", Kind.ORDERED, MvStore::open) {
    @Override
    public long heapBytes(Home home) {
      return super.heapBytes(home) + CACHE_AND_ITS_OBJECTS * home.budgetBytes();
    }
  },

  /** Tupl. */
  TUPL("tupl", Kind.ORDERED, TuplStore::open),

  /** MapDB's B-tree. */
  MAPDB("mapdb", Kind.ORDERED, MapDbStore::open) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.MEMORY, Durability.DEVICE);
    }
  },

  /** Xodus. */
  XODUS("xodus", Kind.ORDERED, XodusStore::open) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.PROCESS, Durability.DEVICE);
    }

    @Override
    public long heapBytes(Home home) {
      return super.heapBytes(home) + CACHE_AND_ITS_OBJECTS * home.budgetBytes();
    }
  },

  /** Chronicle Map in a mapped file. */
  CHRONICLE("chronicle", Kind.UNORDERED, ChronicleHash::open) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.PROCESS);
    }

    @Override
    public StoreUnderTest recover(Home home) {
      return ChronicleHash.recover(home);
    }
  },

  /** A ConcurrentHashMap of arrays, the reference for what the heap can do. */
  HEAP_HASH("heap-hash", Kind.UNORDERED, HeapHash::new) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.MEMORY);
    }

    @Override
    public long heapBytes(Home home) {
      return heapMapBytes(home);
    }
  },

  /** A ConcurrentSkipListMap of arrays, the same for ordered stores. */
  HEAP_SORTED("heap-sorted", Kind.ORDERED, home -> new HeapSorted()) {
    @Override
    Set<Durability> durabilities() {
      return EnumSet.of(Durability.MEMORY);
    }

    @Override
    public long heapBytes(Home home) {
      return heapMapBytes(home);
    }
  };

  /** Whether a store knows the order of its keys. */
  private enum Kind {
    ORDERED,
    UNORDERED
  }

  private static final long SMALL_HEAP_BYTES = 1L << 30;

  /** A cache in the heap counts its pages' bytes and not all of the objects they are made of. */
  private static final int CACHE_AND_ITS_OBJECTS = 3;

  // Measured: 110 bytes of objects a pair beside its content. Twice all of it keeps every
  // collector at ease.
  private static final int HEAP_OBJECT_BYTES_PER_PAIR = 125;
  private static final int ROOM_FOR_COLLECTOR = 2;

  private final String label;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a method reference.
  private final Function<Home, StoreUnderTest> opener;

  Peer(String label, Kind kind, Function<Home, StoreUnderTest> opener) {
    this.label = label;
    this.kind = kind;
    this.opener = opener;
  }

  private static long heapMapBytes(Home home) {
    return SMALL_HEAP_BYTES
        + ROOM_FOR_COLLECTOR
            * (home.contentBytes() + home.pairCount() * HEAP_OBJECT_BYTES_PER_PAIR);
  }

  /**
   * Finds a store by its name.
   *
   * @param label its name on the command line
   * @return the store
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Peer of(String label) {
    for (Peer peer : values()) {
      if (peer.label.equals(label)) {
        return peer;
      }
    }
    throw new IllegalArgumentException(
        "store "
            + label
            + ": expected one of "
            + Arrays.stream(values()).map(Peer::label).collect(Collectors.joining(", ")));
  }

  /**
   * The name on the command line and in the report.
   *
   * @return the name
   */
  public String label() {
    return label;
  }

  /**
   * What it is.
   *
   * @return the product and its version
   */
  public String version() {
    return Versions.of(label);
  }

  /**
   * Whether it knows the order of its keys.
   *
   * @return whether its readers are {@link OrderedStoreReader}s
   */
  public boolean isOrdered() {
    return kind == Kind.ORDERED;
  }

  /** What its writes can be made to survive. */
  Set<Durability> durabilities() {
    return EnumSet.allOf(Durability.class);
  }

  /**
   * What its writes survive if they are asked to survive something: that, or the next weaker thing
   * that it can give, or else the weakest that it has.
   *
   * @param asked what is asked for
   * @return what it gives; writes of unlike durability are not compared
   */
  public Durability given(Durability asked) {
    return durabilities().stream()
        .filter(durability -> durability.compareTo(asked) <= 0)
        .max(Durability::compareTo)
        .orElseGet(() -> durabilities().stream().min(Durability::compareTo).orElseThrow());
  }

  /**
   * Whether there is something to open again.
   *
   * @return whether its pairs survive a close
   */
  public boolean outlivesProcess() {
    return given(Durability.DEVICE) != Durability.MEMORY;
  }

  /**
   * The heap its JVM gets.
   *
   * @param home what it will hold
   * @return the heap's size
   */
  public long heapBytes(Home home) {
    return SMALL_HEAP_BYTES;
  }

  /**
   * Opens the store, which was closed or never was.
   *
   * @param home where and how large
   * @return the store
   */
  public StoreUnderTest open(Home home) {
    return opener.apply(home);
  }

  /**
   * Opens the store after its process was killed.
   *
   * @param home where and how large
   * @return the store
   */
  public StoreUnderTest recover(Home home) {
    return open(home);
  }
}
