package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OperationGeneratorTest {
  private static final Shape ORDERED =
      Shape.keyValueWithReopen()
          .with(Operation.Kind.COMPACT, 1)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 1)
          .ordered();

  @Test
  void sameSeedAndShapeGiveTheSameOperations() {
    List<Operation> operations = new OperationGenerator(new Seed(1), ORDERED).take(2_000);

    assertThat(new OperationGenerator(new Seed(1), ORDERED).take(2_000)).isEqualTo(operations);
    assertThat(new OperationGenerator(new Seed(2), ORDERED).take(2_000)).isNotEqualTo(operations);
  }

  @Test
  void seedMeansTheSameInEachJvm() {
    // A map with another order in each JVM, or a changed generator, would make printed seeds
    // worthless.
    assertThat(new OperationGenerator(new Seed(1), Shape.updates()).take(4).toString())
        .isEqualTo(
            "[put(0x000000, 0xa5b7315a01c3c6b1),"
                + " compareAndSet(\"k1370\", null, 0xcf217b57),"
                + " put(0x9428, \"\"),"
                + " put(\"a/prefix/that/many/keys/have/in/common/4817\", 0x6e0278a8a903)]");
  }

  @Test
  void everyKindOfOperationComes() {
    Set<Class<?>> kinds = new HashSet<>();
    for (Operation operation : new OperationGenerator(new Seed(1), ORDERED).take(5_000)) {
      kinds.add(operation.getClass());
    }

    assertThat(kinds).hasSize(Operation.Kind.values().length);
  }

  @Test
  void kindWithoutWeightDoesNotCome() {
    List<Operation> operations = new OperationGenerator(new Seed(1), Shape.updates()).take(2_000);

    assertThat(operations)
        .allMatch(operation ->
            operation instanceof Operation.Update || operation instanceof Operation.Sync);
    assertThat(
            new OperationGenerator(new Seed(1), Shape.updates().with(Operation.Kind.PUT, 0))
                .take(2_000))
        .noneMatch(Operation.Put.class::isInstance);
  }

  @Test
  void keysAndValuesAreAwkwardAndWithinTheShape() {
    Shape shape = Shape.keyValue().withMaxBytes(1_000, 70_000);
    Set<Bytes> keys = new TreeSet<>();
    Set<Integer> lengths = new HashSet<>();
    for (Operation operation : new OperationGenerator(new Seed(1), shape).take(20_000)) {
      if (operation instanceof Operation.Put(Bytes key, Bytes value)) {
        keys.add(key);
        lengths.add(value.length());
      }
    }

    assertThat(keys).hasSize(shape.keyCount()).contains(Bytes.EMPTY);
    assertThat(keys).anyMatch(key -> key.length() > 100).allMatch(key -> key.length() <= 1_000);
    assertThat(lengths).contains(0, 1, 2).allMatch(length -> length <= 70_000);
    assertThat(lengths).anyMatch(length -> length >= 65_536 - 20);
  }

  @Test
  void keysThatAreVeryShortRunOutAndAreReplaced() {
    Shape shape = Shape.updates().withMaxBytes(1, 10).withKeyCount(1_000);

    assertThat(new OperationGenerator(new Seed(1), shape).take(100)).hasSize(100);
  }

  @Test
  void aboutHalfOfTheComparisonsSucceed() {
    Model model = new Model();
    int succeeded = 0;
    int compared = 0;
    for (Operation operation : new OperationGenerator(new Seed(1), Shape.updates()).take(5_000)) {
      Object outcome = model.apply(operation);
      if (operation instanceof Operation.CompareAndSet) {
        compared++;
        succeeded += Boolean.TRUE.equals(outcome) ? 1 : 0;
      }
    }

    assertThat(succeeded).isBetween(compared / 4, compared * 3 / 4);
  }

  @Test
  void badShapesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.updates().with(Operation.Kind.GET, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.updates().withKeyCount(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.updates().withMaxBytes(65_536, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.updates().withMaxBatchEntries(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape(Map.of(Operation.Kind.GET, 0), 1, 1, 1, 1));
  }

  @Test
  void operationsReadLikeCalls() {
    Bytes key = Bytes.of("key");
    Operation.Put put = new Operation.Put(key, Bytes.of(new byte[] {0, (byte) 0xff}));

    assertThat(put).hasToString("put(\"key\", 0x00ff)");
    assertThat(new Operation.CompareAndSet(key, null, Bytes.EMPTY))
        .hasToString("compareAndSet(\"key\", null, \"\")");
    assertThat(new Operation.Write(List.of(put, new Operation.Delete(key)), Durability.DEVICE))
        .hasToString("write(DEVICE, put(\"key\", 0x00ff), delete(\"key\"))");
    assertThat(new Operation.Scan(KeyRange.all(), Operation.Direction.BACKWARD))
        .hasToString("scan([, end), BACKWARD)");
    assertThat(Bytes.of("a text that is longer than what does fit into a line").toString())
        .matches("\"a text t\"\\.\\.\\.\\(52 bytes, crc [0-9a-f]{8}\\)");
  }
}
