package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.KeyValueStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** How the parts of the contract get at a store, and at bytes to put into it. */
public interface StoreFixture {
  /** What stores, snapshots and cursors say that are closed. */
  Pattern CLOSED = Pattern.compile("the (store|snapshot|cursor) is closed");

  /**
   * Opens an empty store that ends with its closing.
   *
   * @return the store
   */
  KeyValueStore openInMemory();

  /**
   * Opens the store that lives in a directory, or makes one there.
   *
   * @param directory where it lives
   * @return the store
   */
  KeyValueStore open(Path directory);

  /**
   * The store that this test works with: empty, and open until the test's end, when it is verified.
   *
   * @return the same store at each call of one test
   */
  KeyValueStore store();

  /**
   * The bytes of a text.
   *
   * @param text the text
   * @return its UTF-8
   */
  default byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text that bytes are of.
   *
   * @param bytes UTF-8
   * @return the text
   */
  default String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Bytes that are the same for the same seed.
   *
   * @param seed what they come from
   * @param length how many
   * @return a new array
   */
  default byte[] randomBytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Seed(seed).random().nextBytes(bytes);
    return bytes;
  }

  /**
   * The bytes of a text in memory outside the heap.
   *
   * @param arena what the memory lives in
   * @param text the text
   * @return its UTF-8
   */
  default MemorySegment nativeBytes(Arena arena, String text) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes(text));
  }

  /**
   * Fails unless a call says that the store is closed, or what was taken from it. Memory that was
   * freed while a call used it throws the same exception, and says something else.
   *
   * @param name what to call the call
   * @param call the call
   */
  static void requireClosed(String name, ThrowingCallable call) {
    assertThatIllegalStateException()
        .as(name)
        .isThrownBy(call)
        .withMessageMatching(CLOSED.pattern());
  }

  /**
   * A null where none is allowed, which is what a test of bad arguments passes.
   *
   * @param <T> the type of the argument
   * @return null
   */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T noArgument() {
    @Nullable T nothing = null;
    return nothing;
  }
}
