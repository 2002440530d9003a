package dev.cairn.benchmarks.store;

import dev.cairn.Durability;

/** The stores that can be compared. A new one is a constant here and a {@link StoreUnderTest}. */
public enum Peer {
  /** Cairn's hash store, as it is by default. */
  CAIRN("cairn", Durability.PROCESS) {
    @Override
    public boolean obeysBudget() {
      return true;
    }

    @Override
    public StoreUnderTest open(Home home) {
      return CairnHash.open(home);
    }
  },

  /** Cairn's hash store without a directory. */
  CAIRN_MEMORY("cairn-memory", Durability.MEMORY) {
    @Override
    public StoreUnderTest open(Home home) {
      return CairnHash.openInMemory(home);
    }
  },

  /** Chronicle Map in a mapped file. */
  CHRONICLE("chronicle", Durability.PROCESS) {
    @Override
    public StoreUnderTest open(Home home) {
      return ChronicleHash.open(home);
    }

    @Override
    public StoreUnderTest recover(Home home) {
      return ChronicleHash.recover(home);
    }
  },

  /** A ConcurrentHashMap of arrays, the reference for what the heap can do. */
  HEAP("heap", Durability.MEMORY) {
    @Override
    public long heapBytes(long pairCount) {
      return SMALL_HEAP_BYTES + pairCount * HEAP_MAP_BYTES_PER_PAIR;
    }

    @Override
    public StoreUnderTest open(Home home) {
      return new HeapMap();
    }
  };

  private static final long SMALL_HEAP_BYTES = 1L << 30;

  // Measured: 225 live bytes a pair. Twice that and some keeps every collector at ease.
  private static final long HEAP_MAP_BYTES_PER_PAIR = 480;

  // A record is 128 bytes and its index entry at most 12.
  private static final long CAIRN_BYTES_PER_PAIR = 140;

  private final String label;
  private final Durability durability;

  Peer(String label, Durability durability) {
    this.label = label;
    this.durability = durability;
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
        "store " + label + ": expected cairn, cairn-memory, chronicle or heap");
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
   * What its writes survive. Writes of unlike durability are not compared.
   *
   * @return the class
   */
  public Durability durability() {
    return durability;
  }

  /**
   * Whether there is something to open again.
   *
   * @return whether it survives its process
   */
  public boolean outlivesProcess() {
    return durability != Durability.MEMORY;
  }

  /**
   * Whether it can be told to take less memory than its pairs.
   *
   * @return whether it can
   */
  public boolean obeysBudget() {
    return false;
  }

  /**
   * The heap its JVM gets.
   *
   * @param pairCount pairs it will hold
   * @return the heap's size
   */
  public long heapBytes(long pairCount) {
    return SMALL_HEAP_BYTES;
  }

  /**
   * Memory that a store needs for all its pairs, with nothing to spare.
   *
   * @param pairCount pairs it holds
   * @return the bytes
   */
  public static long neededBytes(long pairCount) {
    return pairCount * CAIRN_BYTES_PER_PAIR;
  }

  /**
   * Opens the store, which was closed or never was.
   *
   * @param home where and how large
   * @return the store
   */
  public abstract StoreUnderTest open(Home home);

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
