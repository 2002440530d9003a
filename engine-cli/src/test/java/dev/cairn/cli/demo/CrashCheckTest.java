package dev.cairn.cli.demo;

import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.session.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each store here is one that a kill may leave, or must not leave. */
class CrashCheckTest {
  private static final long GROUPS = 120;

  @TempDir private Path temp;

  private void check(long groups, Consumer<KeyValueStore> afterwards) {
    try (KeyValueStore store = Stores.open(temp.resolve("store"), PLAIN)) {
      for (long group = CrashScript.groupsIn(store) + 1; group <= groups; group++) {
        CrashScript.write(group, store);
      }
      afterwards.accept(store);
      CrashCheck check = new CrashCheck("test", store);
      check.run(CrashScript.groupsIn(store));
      assertThat(check.comparisonCount()).isGreaterThan(50);
    }
  }

  private void refused(long groups, Consumer<KeyValueStore> afterwards) {
    assertThatThrownBy(() -> check(groups, afterwards)).isInstanceOf(CommandFailure.class);
  }

  private static void write(KeyValueStore store, List<ScriptWrite> writes) {
    for (ScriptWrite write : writes) {
      if (write.value() == null) {
        store.delete(write.keyBytes());
      } else {
        store.put(write.keyBytes(), write.value());
      }
    }
  }

  @Test
  void wholeGroupsAreAllowed() {
    check(GROUPS, store -> {});
    check(GROUPS + 1, store -> {});
  }

  @Test
  void anyFirstFewSingleWritesOfTheNextGroupAreAllowed() {
    assertThat(CrashScript.isBatch(GROUPS + 1)).isFalse();
    List<ScriptWrite> next = CrashScript.group(GROUPS + 1);

    for (int count = 0; count < next.size(); count++) {
      int first = count;
      assertThatCode(() -> check(GROUPS, store -> write(store, next.subList(0, first))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void singleWritesInAnotherOrderAreNot() {
    refused(GROUPS, store -> write(store, CrashScript.group(GROUPS + 1).subList(1, 2)));
  }

  @Test
  void partOfABatchIsNot() {
    assertThat(CrashScript.isBatch(GROUPS + 2)).isTrue();
    refused(GROUPS + 1, store -> write(store, CrashScript.group(GROUPS + 2).subList(0, 1)));
  }

  @Test
  void aLostWriteIsNot() {
    refused(GROUPS, store -> store.delete(CrashScript.group(GROUPS - 10).getFirst().keyBytes()));
  }

  @Test
  void aDeletedKeyThatIsBackIsNot() {
    refused(GROUPS, store -> write(store, CrashScript.group(10).subList(0, 1)));
  }

  @Test
  void anOldValueIsNot() {
    ScriptWrite old = CrashScript.group(GROUPS - 16).get(6);
    assertThat(old.key()).isEqualTo("crash/slot/" + GROUPS % 16);

    refused(GROUPS, store -> write(store, List.of(old)));
  }

  @Test
  void aKeyThatNobodyWroteIsNot() {
    refused(GROUPS, store -> store.put("crash/ghost".getBytes(UTF_8), new byte[1]));
  }
}
