package dev.cairn.internal.simd;

import java.util.Locale;
import java.util.Optional;

/**
 * Decides, once in the life of a process, whether the kernels run their vector or their scalar
 * forms.
 *
 * <p>Vectors need a JVM that was started with {@code --add-modules jdk.incubator.vector} and that
 * compiles with C2, and a processor with AVX2 or NEON: elsewhere a vector is an object, and the
 * vector form is many times slower than the scalar one. Each vector kernel must first agree with
 * its scalar twin.
 *
 * <p>The system property {@value #PROPERTY} chooses: {@code auto}, as if it were not set; {@code
 * scalar}; or {@code vector}, which refuses to run at all where {@code auto} would take the scalar
 * forms, so that a measurement cannot be of something else. {@code vector128} is {@code vector}
 * with the kernels of a processor that has no longer vectors than NEON's.
 */
public final class Kernels {
  /** The name of the system property that chooses between the forms. */
  public static final String PROPERTY = "cairn.simd";

  /** The choice of the narrow vector forms. */
  static final String NARROW = "vector128";

  private static final String MODULE = "jdk.incubator.vector";

  private static final boolean VECTOR;
  private static final String DESCRIPTION;

  static {
    String choice = System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
    Optional<String> obstacle =
        switch (choice) {
          case "auto", "vector", NARROW -> obstacle();
          case "scalar" -> Optional.of("chosen by " + PROPERTY);
          default ->
              throw new IllegalArgumentException(
                  PROPERTY + " is auto, scalar, vector or vector128, but was " + choice);
        };
    if (choice.startsWith("vector") && obstacle.isPresent()) {
      throw new IllegalStateException(PROPERTY + " is " + choice + ", but: " + obstacle.get());
    }
    VECTOR = obstacle.isEmpty();
    DESCRIPTION =
        obstacle.map(reason -> "scalar: " + reason).orElseGet(VectorPlatform::description);
  }

  private Kernels() {}

  /**
   * Says which forms run, and if those are the scalar ones, why.
   *
   * @return one line without a full stop, for a log and for statistics
   */
  public static String description() {
    return DESCRIPTION;
  }

  /** Whether the vector classes may be touched; facades keep the answer in a constant. */
  static boolean usesVectors() {
    // A facade that is touched by the self-test would keep a wrong answer.
    assert DESCRIPTION != null : "asked before it was decided";
    return VECTOR;
  }

  /** Whether the forms of 256 bits may be used too. */
  static boolean usesWideVectors() {
    return usesVectors() && VectorPlatform.LANE_BITS == 256;
  }

  /** Why the vector forms cannot run, or nothing if they can. */
  private static Optional<String> obstacle() {
    // "Server VM" is HotSpot with C2 in it. The other two say that C2 is there but switched off, or
    // that Graal stands in for it.
    String machine = System.getProperty("java.vm.name", "");
    String mode = System.getProperty("java.vm.info", "");
    if (!machine.contains("Server VM")
        || mode.contains("emulated-client")
        || mode.contains("interpreted mode")
        || System.getProperty("java.vm.version", "").contains("jvmci")) {
      return Optional.of("vectors need HotSpot's C2 compiler, this is " + machine + ", " + mode);
    }
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return Optional.of("start the JVM with --add-modules " + MODULE);
    }
    Kernels.class.getModule().addReads(module.get());
    try {
      int bits = VectorPlatform.preferredBits();
      if (bits < minVectorBits()) {
        return Optional.of("vectors need AVX2 or NEON, this processor's have " + bits + " bits");
      }
      return SelfTest.firstDisagreement().map(kernel -> "the vector form of " + kernel + " errs");
    } catch (LinkageError e) {
      // The module incubates: a later JDK may have changed what these classes were compiled
      // against.
      return Optional.of("this JDK's " + MODULE + " differs: " + e);
    }
  }

  /**
   * Before AVX2, x86-64 has 128 bits for whole numbers, but neither shifts by lane nor, without AVX
   * at all, the masks that every kernel needs. On other processors no kernel was ever tried.
   */
  private static int minVectorBits() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> 256;
      case "aarch64" -> 128;
      default -> Integer.MAX_VALUE;
    };
  }
}
