package dev.cairn.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.simd.Kernels;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Benchmarks run, though in this JVM and for a moment: their figures say nothing. */
class BenchmarksTest {
  private static final String NOT_KERNELS = "Store|Snapshot";
  private static final String OF_ALL_STORES = "\\.(Store|WholeStore)Benchmark\\.";
  private static final String OF_ORDERED_STORES = "\\.(OrderedStore|Snapshot)Benchmark\\.";
  private static final String REOPENING = "\\.WholeStoreBenchmark\\.reopen";

  /** One of each class that needs files: a store with files takes as long as fifty without. */
  private static final String OF_FILES =
      "\\.(LsmStoreBenchmark\\.tables|BPlusTreeStoreBenchmark\\.compact)";

  @BeforeAll
  static void runBesideOthers() {
    // JMH refuses to run while another one measures; nobody wants to know what this one measures.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void kernelsRun() throws RunnerException {
    run(
        once()
            .exclude(NOT_KERNELS)
            .param("keys", "1000")
            .param("bytes", "16")
            .param("heads", "16"));
  }

  @Test
  void storesRun() throws RunnerException {
    run(once().include(OF_ALL_STORES).exclude(REOPENING).param("engine", "hash:memory"));
  }

  @Test
  void orderedStoresRun() throws RunnerException {
    run(once().include(OF_ORDERED_STORES).param("engine", "bptree:memory"));
  }

  @Test
  void whatNeedsFilesRuns() throws RunnerException {
    run(once().include(OF_FILES));
  }

  private static ChainedOptionsBuilder once() {
    return new OptionsBuilder()
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(1))
        .param("pairs", "200")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static void run(ChainedOptionsBuilder options) throws RunnerException {
    assertThat(new Runner(options.build()).run()).isNotEmpty();
  }

  @Test
  void everyKernelHasABenchmark() throws IOException {
    Set<String> used =
        classesBeside(StoreBenchmark.class).stream()
            .flatMap(BenchmarksTest::calls)
            .collect(Collectors.toSet());

    List<String> kernels =
        classesBeside(Kernels.class).stream()
            .filter(model -> !model.thisClass().asInternalName().endsWith("/Kernels"))
            .flatMap(BenchmarksTest::publicMethods)
            .toList();

    assertThat(kernels).hasSizeGreaterThan(20);
    assertThat(used).containsAll(kernels);
  }

  private static Stream<String> publicMethods(ClassModel model) {
    return model.flags().has(AccessFlag.PUBLIC)
        ? model.methods().stream()
            .filter(method -> method.flags().has(AccessFlag.PUBLIC))
            .map(method ->
                model.thisClass().asInternalName()
                    + "."
                    + method.methodName().stringValue()
                    + method.methodType().stringValue())
        : Stream.empty();
  }

  private static Stream<String> calls(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(MethodRefEntry.class::isInstance)
        .map(MethodRefEntry.class::cast)
        .map(method ->
            method.owner().asInternalName()
                + "."
                + method.name().stringValue()
                + method.type().stringValue());
  }

  /** All classes of a class's package, which lies in a directory or in a jar. */
  private static List<ClassModel> classesBeside(Class<?> one) throws IOException {
    String name = one.getPackageName().replace('.', '/');
    Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (Files.isDirectory(place)) {
      return classesIn(place.resolve(name));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classesIn(jar.getPath(name));
    }
  }

  private static List<ClassModel> classesIn(Path directory) throws IOException {
    List<ClassModel> models = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        models.add(ClassFile.of().parse(Files.readAllBytes(file)));
      }
    }
    return models;
  }
}
