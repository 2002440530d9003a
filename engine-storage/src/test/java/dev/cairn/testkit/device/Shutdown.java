package dev.cairn.testkit.device;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Ends a file system at once, as a crash of the machine does: what is not on the device by now, its
 * journal included, never gets there. ext4 and XFS have the same call for it, {@code
 * EXT4_IOC_SHUTDOWN} and {@code XFS_IOC_GOINGDOWN}.
 */
final class Shutdown {
  private static final int O_RDONLY = 0;

  // _IOR('X', 125, __u32)
  private static final long REQUEST = 0x8004587dL;

  // Neither the log nor the data is written first.
  private static final int NO_LOG_FLUSH = 2;

  private Shutdown() {}

  @SuppressWarnings("restricted") // A test, which is root.
  static void crash(Path mountPoint) throws IOException {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    Linker.Option variadic = Linker.Option.firstVariadicArg(2);
    MethodHandle open =
        handle(
            linker, "open", FunctionDescriptor.of(integer, ValueLayout.ADDRESS, integer), variadic);
    MethodHandle ioctl =
        handle(
            linker,
            "ioctl",
            FunctionDescriptor.of(integer, integer, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            variadic);
    MethodHandle close = handle(linker, "close", FunctionDescriptor.of(integer, integer));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(mountPoint.toString());
      int descriptor = (int) open.invokeExact(path, O_RDONLY);
      MemorySegment flags = arena.allocateFrom(integer, NO_LOG_FLUSH);
      int result = (int) ioctl.invokeExact(descriptor, REQUEST, flags);
      int _ = (int) close.invokeExact(descriptor);
      if (result != 0) {
        throw new IOException(mountPoint + ": the file system cannot be shut down");
      }
    } catch (RuntimeException | Error | IOException failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  @SuppressWarnings("restricted") // Likewise.
  private static MethodHandle handle(
      Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }
}
