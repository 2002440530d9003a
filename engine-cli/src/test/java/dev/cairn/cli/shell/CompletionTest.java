package dev.cairn.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import dev.cairn.lsm.LsmOptions;
import dev.cairn.lsm.LsmStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Tab offers. */
class CompletionTest {
  private final KeyValueStore store = LsmStore.openInMemory(LsmOptions.builder().build());
  private final Interpreter interpreter = interpreter(store);

  private static Interpreter interpreter(KeyValueStore store) {
    InputStream in = InputStream.nullInputStream();
    Session session =
        new Session(
            in,
            OutputStream.nullOutputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            Screen.LOG);
    return new Interpreter(session, store, new PipedDialogue(in), () -> "");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(String key) {
    store.put(key.getBytes(UTF_8), new byte[0]);
  }

  @Test
  void theFirstWordIsACommand() {
    assertThat(interpreter.completions(List.of(), "")).contains("get", "scan", ".quit");
  }

  @Test
  void aKeyIsCompletedWhereACommandTakesOne() {
    put("cat");
    put("cow");
    put("dog");

    assertThat(interpreter.completions(List.of("get"), "c")).containsExactly("cat", "cow");
    assertThat(interpreter.completions(List.of("scan"), "")).containsExactly("cat", "cow", "dog");
    assertThat(interpreter.completions(List.of("delete", "cat"), "d")).containsExactly("dog");
    assertThat(interpreter.completions(List.of("put", "cat"), "d")).isEmpty();
    assertThat(interpreter.completions(List.of("checkpoint"), "c")).isEmpty();
    assertThat(interpreter.completions(List.of("nonsense"), "c")).isEmpty();
  }

  @Test
  void whatIsOfferedCanBeTyped() throws IOException {
    put("a b'c\"\t");

    List<String> offered = interpreter.completions(List.of("get"), "a\\x20");

    assertThat(offered).containsExactly("a\\x20b\\x27c\\x22\\t");
    interpreter.run("delete " + offered.getFirst());
    assertThat(interpreter.completions(List.of("get"), "a")).isEmpty();
    assertThat(interpreter.completions(List.of("get"), "a\\x2")).isEmpty();
  }

  @Test
  void ofManyKeysTheLastIsOfferedToo() {
    for (int i = 1000; i < 3000; i++) {
      put("k" + i);
    }

    List<String> offered = interpreter.completions(List.of("get"), "k");

    assertThat(offered).hasSize(101).startsWith("k1000").endsWith("k2999");
  }

  @Test
  void aStoreWithoutOrderOffersNone() {
    try (HashStore hash = HashStore.openInMemory(HashOptions.builder().build())) {
      hash.put("cat".getBytes(UTF_8), new byte[0]);

      assertThat(interpreter(hash).completions(List.of("get"), "c")).isEmpty();
    }
  }
}
