package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class KernelsTest {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String ADD_VECTOR_MODULE = "--add-modules=" + VECTOR_MODULE;

  @Test
  void describesTheFormsThatRunInThisJvm() {
    // The builds' machines have AVX2 or NEON: elsewhere this fails, and the vector forms' tests are
    // skipped.
    boolean present = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();

    assertThat(Kernels.usesVectors()).isEqualTo(present);
    if (present) {
      assertThat(Kernels.description()).matches("vector \\d+ \\(tag match 128, .*\\)");
    } else {
      assertThat(Kernels.description())
          .isEqualTo("scalar: start the JVM with --add-modules jdk.incubator.vector");
    }
  }

  @Test
  void vectorFormsAgreeWithTheirTwins() {
    if (Kernels.usesVectors()) {
      assertThat(SelfTest.firstDisagreement()).isEmpty();
    }
  }

  @Test
  void vectorsRunWhereTheModuleWasAdded() {
    assertThat(descriptionIn(ADD_VECTOR_MODULE)).contains("vector ").doesNotContain("scalar:");
    assertThat(descriptionIn(ADD_VECTOR_MODULE, "-Dcairn.simd=vector")).contains("vector ");
  }

  @Test
  void scalarFormsRunWhereTheModuleWasNotAdded() {
    assertThat(descriptionIn())
        .contains("scalar: start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void scalarFormsRunWhereTheyAreChosen() {
    assertThat(descriptionIn(ADD_VECTOR_MODULE, "-Dcairn.simd=scalar"))
        .contains("scalar: chosen by cairn.simd");
  }

  @Test
  void scalarFormsRunWithoutTheOptimizingCompiler() {
    assertThat(descriptionIn(ADD_VECTOR_MODULE, "-Xint"))
        .contains("scalar: vectors need HotSpot's C2 compiler");
    assertThat(descriptionIn(ADD_VECTOR_MODULE, "-XX:TieredStopAtLevel=1"))
        .contains("scalar: vectors need HotSpot's C2 compiler");
  }

  @Test
  void demandForVectorsFailsWhereTheyCannotRun() {
    assertThat(descriptionIn("-Dcairn.simd=vector"))
        .contains("cairn.simd is vector, but: start the JVM with --add-modules");
  }

  @Test
  void narrowVectorsRunWhereTheyAreChosen() {
    assertThat(descriptionIn(ADD_VECTOR_MODULE, "-Dcairn.simd=vector128"))
        .contains("bloom 2x128, 4-byte heads 128, 8-byte heads scalar");
  }

  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
  void scalarFormsRunOnProcessorsWithoutAvx2() {
    for (String option : List.of("-XX:UseAVX=0", "-XX:UseAVX=1")) {
      assertThat(descriptionIn(ADD_VECTOR_MODULE, option))
          .contains("scalar: vectors need AVX2 or NEON, this processor's have 128 bits");
    }
  }

  @Test
  void unknownChoiceIsRefused() {
    assertThat(descriptionIn("-Dcairn.simd=fast"))
        .contains("cairn.simd is auto, scalar, vector or vector128, but was fast");
  }

  /** What {@link PrintDescription} prints in a JVM of its own. */
  private static String descriptionIn(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(location(Kernels.class) + File.pathSeparator + location(PrintDescription.class));
    command.add(PrintDescription.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Options that the environment adds would be options of these JVMs too.
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
