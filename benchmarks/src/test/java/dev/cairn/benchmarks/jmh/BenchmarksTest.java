package dev.cairn.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cursor;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.Stores;
import dev.cairn.WriteBatch;
import dev.cairn.bptree.BPlusTreeStore;
import dev.cairn.hash.HashStore;
import dev.cairn.internal.simd.Kernels;
import dev.cairn.lsm.LsmStore;
import dev.cairn.lsm.LsmTables;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final String NOT_KERNELS = "Store|Snapshot|WriteBatch|Directory";
  private static final String OF_ALL_STORES = "\\.(Store|WholeStore|WriteBatch)Benchmark\\.";
  private static final String OF_ORDERED_STORES = "\\.(OrderedStore|Snapshot)Benchmark\\.";

  /** Few, because a store with files takes as long as fifty without. */
  private static final String OF_FILES =
      "\\.(LsmStoreBenchmark\\.visit|BPlusTreeStoreBenchmark\\.compact)";

  private static final String OF_DIRECTORIES = "\\.DirectoryBenchmark\\.(close|examine|salvage)";
  private static final String SINGLE = "\\.StoreBenchmark\\.(get|overwrite)$";

  /** Public types whose operations are measured; those of their supertypes count there too. */
  private static final List<Class<?>> MEASURED =
      List.of(
          KeyValueStore.class,
          OrderedStore.class,
          Snapshot.class,
          Cursor.class,
          WriteBatch.class,
          Stores.class,
          HashStore.class,
          BPlusTreeStore.class,
          LsmStore.class,
          LsmTables.class);

  /** Operations that need no benchmark, and why. */
  private static final Map<String, String> UNMEASURED =
      Map.ofEntries(
          Map.entry("WriteBatch.operationCount()", "returns a field"),
          Map.entry("WriteBatch.isEmpty()", "returns a field"),
          Map.entry("WriteBatch.encodedBytes()", "returns a field"),
          Map.entry("WriteBatch.encoding(EncodingBorrower)", "each write of a batch calls it"),
          Map.entry("Stores.engines()", "lists what is on the class path"),
          Map.entry("Stores.open(Path, String)", "has defaults for settings"),
          Map.entry("HashStore.open(Path)", "has defaults for options"),
          Map.entry("BPlusTreeStore.open(Path)", "has defaults for options"),
          Map.entry("LsmStore.open(Path)", "has defaults for options"),
          Map.entry("HashStore.openInMemory(HashOptions)", "reads nothing"),
          Map.entry("BPlusTreeStore.openInMemory(BPlusTreeOptions)", "reads nothing"),
          Map.entry("LsmStore.openInMemory(LsmOptions)", "reads nothing"));

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
    run(once().include(OF_ALL_STORES).param("engine", "hash:memory"));
  }

  @Test
  void orderedStoresRun() throws RunnerException {
    run(once().include(OF_ORDERED_STORES).param("engine", "bptree:memory"));
  }

  @Test
  void whatNeedsFilesRuns() throws RunnerException {
    run(once().include(OF_FILES));
    run(once().include(OF_DIRECTORIES).param("engine", "hash"));
    run(once().include(SINGLE).param("engine", "lsm", "bptree"));
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

  @Test
  void everyOperationOfAStoreHasABenchmark() throws IOException {
    Set<String> used =
        classesBeside(StoreBenchmark.class).stream()
            .flatMap(BenchmarksTest::calledOperations)
            .collect(Collectors.toSet());

    List<String> operations =
        MEASURED.stream()
            .flatMap(BenchmarksTest::ownOperations)
            .distinct()
            .filter(operation -> !UNMEASURED.containsKey(operation))
            .toList();

    assertThat(operations).hasSizeGreaterThan(40);
    assertThat(used).containsAll(operations);
    assertThat(used).doesNotContainAnyElementsOf(UNMEASURED.keySet());
  }

  /** Public methods of a type that none of its supertypes among those that are measured has. */
  private static Stream<String> ownOperations(Class<?> type) {
    Set<String> inherited =
        Stream.concat(Stream.of(Object.class), MEASURED.stream())
            .filter(other -> other != type && other.isAssignableFrom(type))
            .flatMap(other -> Stream.of(other.getMethods()))
            .map(BenchmarksTest::call)
            .collect(Collectors.toSet());
    return Stream.of(type.getMethods())
        .filter(method -> !method.isBridge() && !inherited.contains(call(method)))
        .map(method -> type.getSimpleName() + "." + call(method));
  }

  private static String call(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(type -> type.describeConstable().orElseThrow().displayName())
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  /** Calls in a class, with the types that they are made through. */
  private static Stream<String> calledOperations(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(
            entry -> entry instanceof MethodRefEntry || entry instanceof InterfaceMethodRefEntry)
        .map(MemberRefEntry.class::cast)
        .map(call ->
            MethodTypeDesc.ofDescriptor(call.type().stringValue()).parameterList().stream()
                .map(ClassDesc::displayName)
                .collect(
                    Collectors.joining(
                        ", ",
                        call.owner().asSymbol().displayName()
                            + "."
                            + call.name().stringValue()
                            + "(",
                        ")")));
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
