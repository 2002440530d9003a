package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs commands in this process, and keeps what they print. */
final class Shell {
  private byte[] input = new byte[0];

  /** What a command left behind. */
  record Outcome(int exitCode, byte[] outBytes, String err) {
    String out() {
      return new String(outBytes, UTF_8);
    }
  }

  Shell input(byte[] bytes) {
    input = bytes;
    return this;
  }

  Shell input(String text) {
    return input(text.getBytes(UTF_8));
  }

  Outcome run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8), Screen.LOG);
    int exitCode = Main.run(session, words);
    session.end();
    return new Outcome(exitCode, out.toByteArray(), messages(err));
  }

  /** What was said, without the lines that tell how far work has come where it takes long. */
  static String messages(ByteArrayOutputStream err) {
    return err.toString(UTF_8).replaceAll("(?m)^(?!cairn:)[\\w ]+: .*/s(, .* left)?\\R", "");
  }
}
