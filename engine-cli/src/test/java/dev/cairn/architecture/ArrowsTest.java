package dev.cairn.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.internal.progress.Headway;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The arrows of docs/architecture.md: who may use whom.
 *
 * <p>A class belongs to the module whose folder or jar it was read from, so that a package that
 * moves takes its rules with it.
 */
class ArrowsTest {
  private static final Pattern MODULE_FOLDER = Pattern.compile("/(engine-[a-z-]+)/(target|\\d)");

  private static final Pattern TEST_JAR = Pattern.compile(".*-tests\\.jar!?/.*");

  private static final JavaClasses CAIRN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.matches(TEST_JAR))
          .importPackages("dev.cairn");

  private static final DescribedPredicate<JavaClass> LIBRARY =
      inModules(
          "engine-api",
          "engine-simd",
          "engine-storage",
          "engine-hash",
          "engine-bptree",
          "engine-lsm",
          "engine-lsm-zstd",
          "engine-map",
          "engine-micrometer");

  @Test
  void apiUsesNothing() {
    classes()
        .that(inModules("engine-api"))
        .should()
        .onlyDependOnClassesThat(inModules("engine-api").or(inTheJdk()).or(annotations()))
        .check(CAIRN);
  }

  @Test
  void simdUsesOnlyTheVectorModule() {
    classes()
        .that(inModules("engine-simd"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-simd").or(inTheJdk()).or(annotations()).or(vectorModule()))
        .check(CAIRN);
  }

  @Test
  void storageUsesApiAndSimd() {
    classes()
        .that(inModules("engine-storage"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-storage", "engine-api", "engine-simd")
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("org.slf4j..")))
        .check(CAIRN);
  }

  @Test
  void hashUsesNoOtherEngine() {
    classes()
        .that(inModules("engine-hash"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-hash", "engine-storage", "engine-api", "engine-simd")
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("org.slf4j..")))
        .check(CAIRN);
  }

  @Test
  void bptreeUsesNoOtherEngine() {
    classes()
        .that(inModules("engine-bptree"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-bptree", "engine-storage", "engine-api", "engine-simd")
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("org.slf4j..")))
        .check(CAIRN);
  }

  @Test
  void lsmUsesNoOtherEngine() {
    classes()
        .that(inModules("engine-lsm"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-lsm", "engine-storage", "engine-api", "engine-simd")
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("org.slf4j..")))
        .check(CAIRN);
  }

  @Test
  void zstandardUsesLsmAndTheLibraryThatIsBehindIt() {
    classes()
        .that(inModules("engine-lsm-zstd"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-lsm-zstd", "engine-lsm")
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("com.github.luben.zstd..")))
        .check(CAIRN);
  }

  @Test
  void mapsUseOnlyTheApi() {
    classes()
        .that(inModules("engine-map"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-map")
                .or(inModules("engine-api").and(resideInAPackage("dev.cairn")))
                .or(inTheJdk())
                .or(annotations()))
        .check(CAIRN);
  }

  @Test
  void metersUseOnlyTheApi() {
    classes()
        .that(inModules("engine-micrometer"))
        .should()
        .onlyDependOnClassesThat(
            inModules("engine-micrometer")
                .or(inModules("engine-api").and(resideInAPackage("dev.cairn")))
                .or(inTheJdk())
                .or(annotations())
                .or(resideInAPackage("io.micrometer..")))
        .check(CAIRN);
  }

  @Test
  void commandLineUsesOnlyTheApiAndSeesHowFarACallHasCome() {
    noClasses()
        .that(inModules("engine-cli"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.cairn.internal..")
                .and(DescribedPredicate.not(equivalentTo(Headway.class))))
        .check(CAIRN);
  }

  @Test
  void commandLineFindsEnginesByNameButForTheTablesOfOne() {
    noClasses()
        .that(
            inModules("engine-cli")
                .and(
                    DescribedPredicate.not(
                        nameMatching("dev\\.cairn\\.cli\\.Tables(Command|Text)(\\$.*)?"))))
        .should()
        .dependOnClassesThat(
            inModules(
                "engine-hash",
                "engine-bptree",
                "engine-lsm",
                "engine-lsm-zstd",
                "engine-storage",
                "engine-simd"))
        .check(CAIRN);
  }

  @Test
  void nothingUsesTheCommandLineOrBenchmarks() {
    noClasses()
        .that(DescribedPredicate.not(inModules("engine-cli")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.cairn.cli..", "dev.cairn.benchmarks.."))
        .check(CAIRN);
    noClasses()
        .that(inModules("engine-cli"))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.cairn.benchmarks.."))
        .check(CAIRN);
  }

  @Test
  void nativeFunctionsAreCalledForHugePagesAlone() {
    noClasses()
        .that(DescribedPredicate.not(nameMatching("dev\\.cairn\\.internal\\.memory\\.HugePages")))
        .should()
        .dependOnClassesThat(equivalentTo(Linker.class).or(equivalentTo(SymbolLookup.class)))
        .check(CAIRN);
  }

  @Test
  void vectorsStayInSimd() {
    noClasses()
        .that(DescribedPredicate.not(inModules("engine-simd")))
        .should()
        .dependOnClassesThat(vectorModule())
        .check(CAIRN);
  }

  @Test
  void nobodyUsesUnsafe() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal.."))
        .check(CAIRN);
  }

  @Test
  void filesAreTouchedOnlyThroughTheVfs() {
    noClasses()
        .that(LIBRARY.and(resideOutsideOfPackage("dev.cairn.internal.vfs..")))
        .should()
        .dependOnClassesThat(
            anyOf(
                Files.class,
                FileChannel.class,
                AsynchronousFileChannel.class,
                RandomAccessFile.class,
                FileInputStream.class,
                FileOutputStream.class,
                File.class))
        .check(CAIRN);
  }

  @Test
  void libraryPrintsNothing() {
    noClasses().that(LIBRARY).should(ACCESS_STANDARD_STREAMS).check(CAIRN);
  }

  @Test
  void internalPackagesHaveNoCycles() {
    slices().matching("dev.cairn.internal.(*)..").should().beFreeOfCycles().check(CAIRN);
  }

  private static DescribedPredicate<JavaClass> inModules(String... names) {
    Set<String> modules = Set.of(names);
    return DescribedPredicate.describe(
        "in " + String.join(", ", names),
        type ->
            type.getBaseComponentType()
                .getSource()
                .map(source -> modules.contains(moduleOf(source.getUri())))
                .orElse(false));
  }

  private static String moduleOf(URI classFile) {
    var folder = MODULE_FOLDER.matcher(classFile.toString());
    return folder.find() ? folder.group(1) : "";
  }

  private static DescribedPredicate<JavaClass> inTheJdk() {
    return DescribedPredicate.describe(
        "in the JDK",
        type -> {
          JavaClass component = type.getBaseComponentType();
          String name = component.getPackageName();
          return component.isPrimitive() || name.startsWith("java.") || name.equals("jdk.jfr");
        });
  }

  private static DescribedPredicate<JavaClass> annotations() {
    return resideInAPackage("org.jspecify.annotations");
  }

  private static DescribedPredicate<JavaClass> vectorModule() {
    return resideInAPackage("jdk.incubator.vector..");
  }

  private static DescribedPredicate<JavaClass> anyOf(Class<?>... types) {
    Set<Class<?>> names = Set.of(types);
    return DescribedPredicate.describe(
        "that open files", type -> names.stream().anyMatch(type::isEquivalentTo));
  }
}
