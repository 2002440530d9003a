package dev.cairn.internal.simd;

/** The program that {@link KernelsTest} runs in JVMs of different options. */
final class PrintDescription {
  private PrintDescription() {}

  public static void main(String[] arguments) {
    System.out.println(Kernels.description());
  }
}
