package dev.cairn.testkit.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A target of a {@link FuzzGate} as the fuzzer calls it: by static methods of these names. */
public final class GuidedTarget {
  private static @Nullable String name;
  private static @Nullable FuzzTarget target;

  private GuidedTarget() {}

  /**
   * Chooses the target.
   *
   * @param arguments the gate's class, then the words of the target's name
   * @throws ReflectiveOperationException if there is no such class, or it has arguments
   */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    FuzzGate gate = (FuzzGate) constructor.newInstance();
    name = arguments[1].replace('-', ' ');
    target = Objects.requireNonNull(gate.targets().get(name), name);
  }

  /**
   * Gives it one input. How much that takes is limited by the heap alone, because classes are
   * changed while it runs.
   *
   * @param input any bytes
   */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Objects.requireNonNull(target).accept(input);
    } catch (Exception | Error harm) {
      throw FuzzGate.harm(Objects.requireNonNull(name), input, harm);
    }
  }
}
