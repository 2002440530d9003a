package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final Bytes KEY = Bytes.of("key");

  @RandomizedTest(runs = 30)
  void onlyWhatTheFailureNeedsIsLeft(Seed seed) {
    List<Operation> operations = new OperationGenerator(seed, Shape.keyValue()).take(500);
    // Fails if a value is put and, later, the store is verified.
    Shrinker shrinker =
        new Shrinker(candidate -> {
          boolean put = false;
          for (Operation operation : candidate) {
            put |= operation instanceof Operation.Put;
            if (put && operation instanceof Operation.Verify) {
              return true;
            }
          }
          return false;
        });

    assertThat(shrinker.shrink(with(operations, new Operation.Verify())))
        .satisfiesExactly(
            first -> assertThat(((Operation.Put) first).value()).isEqualTo(Bytes.EMPTY),
            second -> assertThat(second).isInstanceOf(Operation.Verify.class));
  }

  private static List<Operation> with(List<Operation> operations, Operation last) {
    operations.add(last);
    return operations;
  }

  @Test
  void operationsAreSimplified() {
    Operation.BatchEntry needed = new Operation.Put(KEY, Bytes.of("a long value"));
    Operation write =
        new Operation.Write(
            List.of(new Operation.Delete(KEY), needed, new Operation.Delete(Bytes.EMPTY)),
            Durability.DEVICE);

    List<Operation> smallest =
        new Shrinker(candidate -> candidate.toString().contains("put(\"key\""))
            .shrink(List.of(write));

    assertThat(smallest).containsExactly(new Operation.Put(KEY, Bytes.EMPTY));
  }

  @Test
  void failureThatNeedsAllIsLeftAsItIs() {
    List<Operation> all =
        List.of(
            new Operation.Put(KEY, Bytes.EMPTY), new Operation.Delete(KEY), new Operation.Get(KEY));

    assertThat(new Shrinker(candidate -> candidate.equals(all)).shrink(all)).isEqualTo(all);
  }

  @Test
  void budgetBoundsTheOperationsThatAreRun() {
    List<Operation> operations = new OperationGenerator(new Seed(1), Shape.updates()).take(1_000);
    AtomicLong run = new AtomicLong();

    List<Operation> smallest =
        new Shrinker(
                candidate -> {
                  run.addAndGet(candidate.size());
                  return candidate.containsAll(operations.subList(0, 300));
                },
                5_000)
            .shrink(operations);

    assertThat(run).hasValueLessThanOrEqualTo(5_000);
    assertThat(smallest).containsAll(operations.subList(0, 300));
  }
}
