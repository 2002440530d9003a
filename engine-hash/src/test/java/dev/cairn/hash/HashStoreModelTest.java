package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.ModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The hash store does what a map does, however its index is searched. */
class HashStoreModelTest {
  @Nested
  class Group extends Contract {
    Group() {
      super(Probing.GROUP);
    }
  }

  @Nested
  class Linear extends Contract {
    Linear() {
      super(Probing.LINEAR);
    }
  }

  @Nested
  class RobinHood extends Contract {
    RobinHood() {
      super(Probing.ROBIN_HOOD);
    }
  }

  @Nested
  class Chained extends Contract {
    Chained() {
      super(Probing.CHAINED);
    }
  }

  private abstract static class Contract extends ModelContract {
    private final HashOptions options;

    Contract(Probing probing) {
      options =
          HashOptions.builder()
              .memoryBudgetBytes(4 << 20)
              .segmentBytes(SmallStore.SEGMENT_BYTES)
              .durability(Durability.MEMORY)
              .probing(probing)
              .build();
    }

    @Override
    protected KeyValueStore open(Path directory) {
      return HashStore.open(directory, options);
    }
  }
}
