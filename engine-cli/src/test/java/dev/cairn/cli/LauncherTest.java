package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell script {@code cairn}, in a checkout whose Maven and Java only say that they were
 * called.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "cairn").toAbsolutePath().normalize();

  @TempDir private Path temp;
  private Path root;
  private Path bin;
  private Path source;

  @BeforeEach
  void makeCheckout() throws IOException {
    root = Files.createDirectories(temp.resolve("check out")).toRealPath();
    bin = Files.createDirectories(temp.resolve("bin"));
    Files.copy(SCRIPT, root.resolve("cairn"));
    executable(root.resolve("cairn"), Files.readString(SCRIPT));
    source = root.resolve("engine-api/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.createDirectories(root.resolve("engine-cli/src/main"));
    Files.createDirectories(root.resolve("benchmarks/src/main"));
    for (String file :
        List.of("pom.xml", "engine-api/pom.xml", "engine-cli/pom.xml", "benchmarks/pom.xml")) {
      Files.writeString(root.resolve(file), "");
    }
    Files.writeString(source, "");
    executable(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        echo "mvn $*"
        for module in engine-cli benchmarks; do
          case " $* " in
            *" $module "*)
              mkdir -p "%1$s/$module/target/lib"
              touch "%1$s/$module/target/$module-1.jar"
              ;;
          esac
        done
        """
            .formatted(root));
    makeJdk("jdk", "25.0.1");
    age();
  }

  private void makeJdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(temp.resolve(name + "/bin")).getParent();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(
        home.resolve("bin/java"),
        "#!/bin/sh\necho \"" + name + "\"\nfor a; do echo \"<$a>\"; done\nexit 7\n");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts all sources into the past, so that a build is newer than they are. */
  private void age() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000)));
      }
    }
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path err = temp.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.directory(temp.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  private Outcome run(String... arguments) throws Exception {
    return run(
        root.resolve("cairn"),
        Map.of("CAIRN_JAVA_HOME", temp.resolve("jdk").toString()),
        arguments);
  }

  @Test
  void buildsWhatIsMissingAndRunsIt() throws Exception {
    Outcome outcome = run("get", "a b", "", "*");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.err())
        .startsWith("cairn: building ...\n")
        .contains("-DskipTests -pl engine-cli -am package");
    assertThat(outcome.out())
        .startsWith("jdk\n")
        .endsWith("engine-cli-1.jar>\n<get>\n<a b>\n<>\n<*>\n")
        .doesNotContain("incubator");
  }

  @Test
  void buildsOnlyOnce() throws Exception {
    run();

    assertThat(run().err()).isEmpty();
  }

  @Test
  void buildsAgainAfterAnEdit() throws Exception {
    run();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(10)));

    assertThat(run().err()).contains("building");
  }

  @Test
  void buildsAgainAfterADeletion() throws Exception {
    run();
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(10)));

    assertThat(run().err()).contains("building");
  }

  @Test
  void takesAJarThatMavenBuiltByItself() throws Exception {
    Files.createDirectories(root.resolve("engine-cli/target/lib"));
    Files.writeString(root.resolve("engine-cli/target/engine-cli-1-sources.jar"), "");
    Files.writeString(root.resolve("engine-cli/target/engine-cli-1.jar"), "");

    Outcome outcome = run();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("engine-cli-1.jar");
  }

  @Test
  void aFailedBuildRunsNothing() throws Exception {
    executable(bin.resolve("mvn"), "#!/bin/sh\necho broken\nexit 1\n");

    Outcome outcome = run();

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("broken").endsWith("cairn: the build failed\n");
  }

  @Test
  void worksThroughRelativeAndAbsoluteLinks() throws Exception {
    Files.createSymbolicLink(temp.resolve("absolute"), root.resolve("cairn"));
    Files.createSymbolicLink(temp.resolve("relative"), Path.of("absolute"));

    Outcome outcome =
        run(
            temp.resolve("relative"),
            Map.of("CAIRN_JAVA_HOME", temp.resolve("jdk").toString()),
            "get");

    assertThat(outcome.out()).contains(root + "/engine-cli/target/engine-cli-1.jar");
  }

  @Test
  void findsTheJdkOfTheHomeDirectory() throws Exception {
    makeJdk("home/.jdks/old", "17.0.2");
    makeJdk("home/.jdks/young", "99");

    Outcome outcome =
        run(root.resolve("cairn"), Map.of("JAVA_HOME", "", "HOME", temp + "/home"), "get");

    // The machine may have one of its own in a place that is looked at before.
    assertThat(outcome.err()).doesNotContain("no JDK");
    assertThat(outcome.out()).doesNotStartWith("home/.jdks/old");
  }

  @Test
  void prefersJavaHome() throws Exception {
    makeJdk("mine", "26-ea");

    Outcome outcome =
        run(root.resolve("cairn"), Map.of("JAVA_HOME", temp.resolve("mine").toString()), "get");

    assertThat(outcome.out()).startsWith("mine\n");
  }

  @Test
  void refusesAJdkThatIsTooOld() throws Exception {
    makeJdk("old", "21.0.9");

    Outcome outcome =
        run(
            root.resolve("cairn"),
            Map.of("CAIRN_JAVA_HOME", temp.resolve("old").toString()),
            "get");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith("cairn: CAIRN_JAVA_HOME=")
        .endsWith("is no JDK 25 or newer\n");
  }

  @Test
  void givesVectorsToCommandsThatUseThem() throws Exception {
    assertThat(run("bench").out()).contains("<--add-modules>\n<jdk.incubator.vector>");
    assertThat(run("demo").out()).contains("<--add-modules>\n<jdk.incubator.vector>");
    assertThat(run("soak").out()).contains("<--add-modules>\n<jdk.incubator.vector>");
    assertThat(run("get").out()).doesNotContain("<--add-modules>");
  }

  @Test
  void saysWhetherStandardErrorIsATerminal() throws Exception {
    assertThat(run("get").out()).contains("<-Dcairn.watched=false>");
  }

  @Test
  void comparesAndReportsWithTheBenchmarks() throws Exception {
    run("get");

    Outcome compare = run("compare", "--pairs", "1m");
    Outcome report = run("report", "a b.json");

    assertThat(compare.err()).contains("-DskipTests -pl benchmarks -am package");
    assertThat(compare.out())
        .contains("/benchmarks/target/benchmarks-1.jar>\n<dev.cairn.benchmarks.compare.Compare>\n")
        .endsWith("<--pairs>\n<1m>\n");
    assertThat(report.err()).isEmpty();
    assertThat(report.out())
        .endsWith("benchmarks-1.jar>\n<dev.cairn.benchmarks.report.Report>\n<a b.json>\n");
    assertThat(run("get").err()).isEmpty();
  }

  @Test
  void benchmarksAreBuiltAgainAfterAnEditOfAnEngine() throws Exception {
    run("compare");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(10)));

    assertThat(run("compare").err()).contains("building");
  }

  @Test
  void passesFurtherFlagsToTheJvm() throws Exception {
    Outcome outcome =
        run(
            root.resolve("cairn"),
            Map.of(
                "CAIRN_JAVA_HOME",
                temp.resolve("jdk").toString(),
                "CAIRN_JAVA_OPTS",
                "-Xmx3g -Da=b"),
            "get");

    assertThat(outcome.out()).contains("<-Xmx3g>\n<-Da=b>\n<-jar>");
  }
}
