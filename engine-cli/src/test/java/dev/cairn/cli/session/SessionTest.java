package dev.cairn.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> closed = new ArrayList<>();
  private final Session session =
      new Session(
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          new PrintStream(err, true, UTF_8),
          Screen.LOG);

  private Held<AutoCloseable> hold(String name) {
    return session.hold(() -> closed.add(name));
  }

  @Test
  void endClosesWhatIsHeldLastFirst() {
    hold("directory");
    hold("finished").close();
    hold("store");

    session.end();

    assertThat(closed).containsExactly("finished", "store", "directory");
    assertThat(session.isEnding()).isTrue();
    assertThatThrownBy(session::requireGoingOn).isInstanceOf(CommandFailure.class);
  }

  @Test
  void nothingIsHeldOnceTheSessionEnds() {
    session.end();

    assertThatThrownBy(() -> hold("late")).isInstanceOf(CommandFailure.class);
    assertThat(closed).containsExactly("late");
  }

  @Test
  void failureToCloseOneThingDoesNotKeepTheOthersOpen() {
    hold("directory");
    session.hold(() -> {
      throw new IOException("disk gone");
    });

    session.end();

    assertThat(closed).containsExactly("directory");
    assertThat(err.toString(UTF_8)).contains("disk gone");
  }

  @Test
  void temporaryDirectoryTakesAllWithIt(@TempDir Path temp) throws IOException {
    TemporaryDirectory directory = TemporaryDirectory.in(temp.resolve("a/b"));
    Files.createDirectories(directory.path().resolve("c/d"));
    Files.writeString(directory.path().resolve("c/d/file"), "text");
    Path outside = Files.writeString(temp.resolve("outside"), "stays");
    Files.createSymbolicLink(directory.path().resolve("link"), temp);

    directory.close();
    directory.close();

    assertThat(temp.resolve("a/b")).isEmptyDirectory();
    assertThat(outside).hasContent("stays");
  }
}
