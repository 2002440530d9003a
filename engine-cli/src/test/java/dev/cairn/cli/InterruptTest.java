package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a command is ended from outside. */
class InterruptTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path temp;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(InputStream in, OutputStream out, Ender ender, String... arguments) {
    Session session = new Session(in, out, new PrintStream(err, true, UTF_8), Screen.LOG);
    ender.session = session;
    return Main.run(session, arguments);
  }

  /** Ends the session, as the shutdown hook does, when some bytes have gone through. */
  private static final class Ender {
    private Session session;
    private long bytesUntilEnd;

    Ender(long bytesUntilEnd) {
      this.bytesUntilEnd = bytesUntilEnd;
    }

    void count(int bytes) {
      boolean before = bytesUntilEnd > 0;
      bytesUntilEnd -= bytes;
      if (before && bytesUntilEnd <= 0) {
        session.end();
      }
    }
  }

  private Path storeOfMany() {
    Path directory = temp.resolve("store");
    try (KeyValueStore store = Stores.open(directory, PLAIN)) {
      for (int i = 0; i < 5_000; i++) {
        store.put(("key" + i).getBytes(UTF_8), new byte[10]);
      }
    }
    return directory;
  }

  @Test
  void interruptedScanStopsSilentlyAndFreesTheStore() {
    Path directory = storeOfMany();
    Ender ender = new Ender(1_000);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            ender.count(1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            ender.count(length);
          }
        };

    int exitCode = run(InputStream.nullInputStream(), out, ender, "export", directory.toString());

    assertThat(exitCode).isEqualTo(130);
    assertThat(Shell.messages(err)).isEmpty();
    try (KeyValueStore store = Stores.open(directory, PLAIN)) {
      assertThat(store.stats().entryCount()).isEqualTo(5_000);
    }
  }

  @Test
  void interruptedImportSaysWhatWasApplied() {
    Ender ender = new Ender(200_000);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append("key").append(i).append("\tvalue\n");
    }
    InputStream in =
        new ByteArrayInputStream(text.toString().getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            int count = super.read(buffer, offset, length);
            ender.count(count);
            return count;
          }
        };

    int exitCode =
        run(
            in,
            OutputStream.nullOutputStream(),
            ender,
            "import",
            temp.resolve("store").toString(),
            "-",
            "--format=tsv",
            "--encoding=text",
            "--engine=" + PLAIN);

    assertThat(exitCode).isEqualTo(130);
    try (KeyValueStore store = Stores.open(temp.resolve("store"), PLAIN)) {
      long applied = store.stats().entryCount();
      assertThat(applied).isPositive().isLessThan(50_000);
      assertThat(Shell.messages(err))
          .isEqualTo(
              "cairn: import stopped: %,d lines were applied, none after%n".formatted(applied));
    }
  }

  @Test
  void interruptedSalvageLeavesNoPartOfAStore() throws Exception {
    Path damaged = temp.resolve("damaged");
    try (KeyValueStore store = Stores.open(damaged, "hash")) {
      store.put("first".getBytes(UTF_8), "to be damaged".getBytes(UTF_8));
      for (int i = 0; i < 400; i++) {
        store.put(("key" + i).getBytes(UTF_8), new byte[10_000]);
      }
    }
    flipBit(damaged, "to be damaged");
    Path target = temp.resolve("target");
    Thread main = Thread.currentThread();
    Session[] session = new Session[1];
    Thread hook = new Thread(() -> session[0].end());
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            if (hook.getState() == Thread.State.NEW) {
              hook.start();
              while (!main.isInterrupted()) {
                Thread.onSpinWait();
              }
            }
          }
        };
    session[0] =
        new Session(
            InputStream.nullInputStream(), out, new PrintStream(err, true, UTF_8), Screen.LOG);

    int exitCode = Main.run(session[0], "salvage", damaged.toString(), target.toString());

    assertThat(Thread.interrupted()).isTrue();
    hook.join();
    assertThat(exitCode).isEqualTo(130);
    assertThat(target.toFile().list()).containsExactly("LOCK");
    assertThat(Shell.messages(err))
        .isEqualTo("cairn: salvage stopped: " + target + " holds nothing but LOCK\n");
  }

  private static void flipBit(Path directory, String where) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, ISO_8859_1).indexOf(where);
        if (at >= 0) {
          bytes[at] ^= 1;
          Files.write(file, bytes);
        }
      }
    }
  }

  @Test
  void readerOfTheOutputThatGoesAwayIsNoNews() {
    Path directory = storeOfMany();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    int exitCode =
        run(InputStream.nullInputStream(), out, new Ender(0), "export", directory.toString());

    assertThat(exitCode).isEqualTo(3);
    assertThat(Shell.messages(err)).isEmpty();
  }

  @Test
  void outputThatFailsOtherwiseIs() {
    Path directory = storeOfMany();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    int exitCode =
        run(InputStream.nullInputStream(), out, new Ender(0), "export", directory.toString());

    assertThat(exitCode).isEqualTo(3);
    assertThat(Shell.messages(err)).isEqualTo("cairn: standard output: No space left on device\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalClosesTheStore() throws Exception {
    Path directory = temp.resolve("store");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo-writer",
                directory.toString(),
                PLAIN)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readNBytes(13), US_ASCII)).isEqualTo("acknowledged ");
      process.toHandle().destroy();
      out.transferTo(OutputStream.nullOutputStream());
    }

    assertThat(process.waitFor()).isEqualTo(TERMINATED);
    try (KeyValueStore store = Stores.open(directory, PLAIN)) {
      assertThat(store.stats().entryCount()).isPositive();
    }
  }
}
