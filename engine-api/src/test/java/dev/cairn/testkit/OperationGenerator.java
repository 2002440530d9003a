package dev.cairn.testkit;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Makes up operations. The same seed and shape give the same ones. Not thread-safe.
 *
 * <p>It follows what a store holds that was empty before, so that half of the {@code compareAndSet}
 * operations expect the value that is there.
 */
public final class OperationGenerator {
  private static final int SNAPSHOTS = 3;
  private static final int MAX_GET_ALL_KEYS = 20;
  private static final int MAX_MOVES = 12;

  /** By how much a fill may be larger than a batch. */
  private static final int FILLS = 4;

  /** Sizes around which formats change their ways: lengths in a byte or two, pages, segments. */
  private static final int[] BOUNDARY_BYTES = {255, 4_096, 16_384, 32_768, 65_536, 1 << 20};

  private final RandomGenerator random;
  private final Shape shape;
  private final KeyPool keys;
  private final Map<Operation.Kind, Integer> weights;
  private final int totalWeight;
  private final Model model = new Model();

  /**
   * Begins a sequence of operations.
   *
   * @param seed what the sequence comes from
   * @param shape what its operations are like
   */
  public OperationGenerator(Seed seed, Shape shape) {
    this(seed.random(), shape, Optional.empty());
  }

  /**
   * Begins a sequence of operations that has its keys in common with others.
   *
   * @param seed what the sequence comes from
   * @param shape what its operations are like
   * @param keys what the keys come from
   */
  public OperationGenerator(Seed seed, Shape shape, Seed keys) {
    this(seed.random(), shape, Optional.of(keys));
  }

  private OperationGenerator(RandomGenerator random, Shape shape, Optional<Seed> keys) {
    this.random = random;
    this.shape = shape;
    this.keys = new KeyPool(keys.<RandomGenerator>map(Seed::random).orElse(random), shape);
    // In the order of the enum: a Map.of has another order in each JVM, and the seed would mean
    // nothing.
    this.weights = new EnumMap<>(shape.weights());
    this.totalWeight = weights.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The next operations.
   *
   * @param count how many
   * @return a new list
   */
  public List<Operation> take(int count) {
    List<Operation> operations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      operations.add(next());
    }
    return operations;
  }

  /**
   * The next operation.
   *
   * @return the operation
   */
  public Operation next() {
    Operation operation = make(kind());
    if (operation instanceof Operation.Update) {
      model.apply(operation);
    }
    return operation;
  }

  private Operation.Kind kind() {
    // An empty store may take many pairs in another way than one that holds some.
    if (weights.getOrDefault(Operation.Kind.FILL, 0) > 0
        && model.content().isEmpty()
        && random.nextInt(4) == 0) {
      return Operation.Kind.FILL;
    }
    int left = random.nextInt(totalWeight);
    for (Map.Entry<Operation.Kind, Integer> entry : weights.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    throw new AssertionError("weights do not add up to " + totalWeight);
  }

  private Operation make(Operation.Kind kind) {
    return switch (kind) {
      case PUT -> new Operation.Put(key(), value());
      case DELETE -> new Operation.Delete(key());
      case COMPARE_AND_SET -> compareAndSet(key());
      case WRITE -> write();
      case GET -> new Operation.Get(key());
      case CONTAINS -> new Operation.Contains(key());
      case GET_ALL -> new Operation.GetAll(someKeys());
      case READ -> new Operation.Read(key());
      case FOR_EACH -> new Operation.ForEach();
      case SYNC -> new Operation.Sync();
      case VERIFY -> new Operation.Verify();
      case REOPEN -> new Operation.Reopen();
      case CHECKPOINT -> new Operation.Checkpoint();
      case COMPACT -> new Operation.Compact();
      case FLUSH -> new Operation.Flush();
      case FILL -> fill();
      case DELETE_RANGE -> new Operation.DeleteRange(range());
      case SCAN ->
          new Operation.Scan(
              range(),
              random.nextBoolean() ? Operation.Direction.FORWARD : Operation.Direction.BACKWARD);
      case WALK -> new Operation.Walk(range(), moves());
      case TAKE_SNAPSHOT -> new Operation.TakeSnapshot(random.nextInt(SNAPSHOTS));
      case READ_SNAPSHOT -> new Operation.ReadSnapshot(random.nextInt(SNAPSHOTS), key(), range());
      case CLOSE_SNAPSHOT -> new Operation.CloseSnapshot(random.nextInt(SNAPSHOTS));
    };
  }

  private Bytes key() {
    return keys.pick(random);
  }

  private List<Bytes> someKeys() {
    List<Bytes> some = new ArrayList<>();
    for (int left = random.nextInt(MAX_GET_ALL_KEYS + 1); left > 0; left--) {
      some.add(key());
    }
    return some;
  }

  private Operation compareAndSet(Bytes key) {
    Bytes current = model.content().get(key);
    Bytes expected =
        switch (random.nextInt(6)) {
          case 0 -> null;
          case 1 -> value();
          case 2 ->
              current == null || current.length() == 0 ? null : current.head(current.length() - 1);
          default -> current;
        };
    return new Operation.CompareAndSet(key, expected, random.nextInt(4) == 0 ? null : value());
  }

  private Operation write() {
    List<Operation.BatchEntry> entries = new ArrayList<>();
    for (int left = random.nextInt(shape.maxBatchEntries() + 1); left > 0; left--) {
      entries.add(
          random.nextInt(4) == 0 ? new Operation.Delete(key()) : new Operation.Put(key(), value()));
    }
    Durability[] durabilities = Durability.values();
    return new Operation.Write(entries, durabilities[random.nextInt(durabilities.length)]);
  }

  private Operation fill() {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int left = random.nextInt(FILLS * shape.maxBatchEntries() + 1); left > 0; left--) {
      pairs.put(key(), value());
    }
    return new Operation.Fill(pairs);
  }

  private Bytes value() {
    byte[] value = new byte[Math.min(valueBytes(), shape.maxValueBytes())];
    random.nextBytes(value);
    return Bytes.of(value);
  }

  private int valueBytes() {
    int choice = random.nextInt(100);
    if (choice < 6) {
      return 0;
    }
    if (choice < 50) {
      return random.nextInt(1, 17);
    }
    if (choice < 92) {
      return random.nextInt(17, 400);
    }
    if (choice < 97) {
      return random.nextInt(400, 5_000);
    }
    // Where formats change their ways, a byte more or less; small ones more often than large ones.
    int boundary = BOUNDARY_BYTES[random.nextInt(random.nextInt(BOUNDARY_BYTES.length) + 1)];
    return boundary + random.nextInt(-20, 21);
  }

  private KeyRange range() {
    Bytes one = key();
    return switch (random.nextInt(8)) {
      case 0 -> KeyRange.all();
      case 1 -> KeyRange.from(one.toArray());
      case 2 -> KeyRange.to(one.toArray());
      case 3 -> KeyRange.prefix(one.head(random.nextInt(4)).toArray());
      default -> {
        Bytes other = key();
        // Once in a while the wrong way round, which is an empty range.
        boolean swap = one.compareTo(other) > 0 && random.nextInt(10) > 0;
        yield swap
            ? KeyRange.of(other.toArray(), one.toArray())
            : KeyRange.of(one.toArray(), other.toArray());
      }
    };
  }

  private List<Operation.Move> moves() {
    List<Operation.Move> moves = new ArrayList<>();
    for (int left = random.nextInt(MAX_MOVES + 1); left > 0; left--) {
      moves.add(
          switch (random.nextInt(6)) {
            case 0 -> new Operation.Seek(key());
            case 1 -> new Operation.SeekFloor(key());
            case 2, 3 -> new Operation.Previous();
            default -> new Operation.Next();
          });
    }
    return moves;
  }
}
