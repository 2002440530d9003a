package dev.cairn.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Large blocks on huge pages, where the user allows native access and Linux has transparent huge
 * pages.
 *
 * <p>A random read of a large store misses the translation buffer as well as the cache; with pages
 * of 2 MiB it does not, and a dependent read took 310 ns instead of 460 (docs/decisions/0004). The
 * JDK cannot ask for them: {@link Arena#allocate} touches the memory, in small pages, before it
 * returns it. So the mapping is made by {@code mmap} and {@code madvise}; both are called only if
 * this module was started with {@code --enable-native-access}, because otherwise the JVM would
 * print a warning.
 */
final class HugePages {
  /** Blocks of this size and more profit. */
  static final long HUGE_PAGE_BYTES = 2L << 20;

  // Where there is no huge page to be had, the kernel gives small ones.
  private static final long SMALL_PAGE_BYTES = 4096;

  private static final long PROT_READ_WRITE = 3;
  private static final long MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final long MADV_HUGEPAGE = 14;
  private static final long MAP_FAILED = -1;

  private static final @Nullable HugePages LINUX = lookUp();

  private final MethodHandle mmap;
  private final MethodHandle munmap;
  private final MethodHandle madvise;
  private final MethodHandle memset;

  private HugePages(
      MethodHandle mmap, MethodHandle munmap, MethodHandle madvise, MethodHandle memset) {
    this.mmap = mmap;
    this.munmap = munmap;
    this.madvise = madvise;
    this.memset = memset;
  }

  @SuppressWarnings("restricted") // Only called where native access is enabled.
  private static @Nullable HugePages lookUp() {
    if (!HugePages.class.getModule().isNativeAccessEnabled()
        || !System.getProperty("os.name").equals("Linux")
        || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    MemorySegment mmap = lookup.find("mmap").orElse(null);
    MemorySegment munmap = lookup.find("munmap").orElse(null);
    MemorySegment madvise = lookup.find("madvise").orElse(null);
    MemorySegment memset = lookup.find("memset").orElse(null);
    if (mmap == null || munmap == null || madvise == null || memset == null) {
      return null;
    }
    // One shape for all, because each costs the linker tens of milliseconds at the first block:
    // arguments lie in registers on every 64-bit Linux, and what a function does not ask for it
    // does not see.
    ValueLayout.OfLong register = ValueLayout.JAVA_LONG;
    FunctionDescriptor shape =
        FunctionDescriptor.of(register, register, register, register, register, register, register);
    return new HugePages(
        linker.downcallHandle(mmap, shape),
        linker.downcallHandle(munmap, shape),
        linker.downcallHandle(madvise, shape),
        linker.downcallHandle(memset, shape));
  }

  /** Whether there is a way to ask for them. */
  static boolean areThere() {
    return LINUX != null;
  }

  /** Memory for a block that is large enough to profit, or null if there is none to be had. */
  static @Nullable MemorySegment tryAllocate(Arena arena, long bytes) {
    return LINUX == null ? null : LINUX.map(arena, bytes);
  }

  @SuppressWarnings("restricted") // Likewise.
  private @Nullable MemorySegment map(Arena arena, long bytes) {
    // A huge page more than asked, so that an aligned piece is inside whatever the kernel answers.
    long mappedBytes =
        (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES + HUGE_PAGE_BYTES;
    try {
      long mapped =
          (long) mmap.invokeExact(0L, mappedBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1L, 0L);
      if (mapped == MAP_FAILED) {
        return null;
      }
      long aligned = (mapped + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
      // A kernel without huge pages refuses; the memory is as good as any then.
      long ignored =
          (long)
              madvise.invokeExact(
                  aligned, mapped + mappedBytes - aligned, MADV_HUGEPAGE, 0L, 0L, 0L);
      MemorySegment memory =
          MemorySegment.ofAddress(aligned)
              .reinterpret(bytes, arena, closed -> unmap(mapped, mappedBytes));
      touch(aligned, bytes);
      return memory;
    } catch (Throwable failure) {
      throw new AssertionError("mmap", failure);
    }
  }

  /**
   * Has the kernel provide the memory now and not under the first who writes, whom a huge page
   * would cost 0.1 to 0.3 ms, and 8 ms where a host has to provide it first.
   *
   * <p>Native code does it, because a thread that waits for a page in native code holds nobody up.
   * One that waits in Java code reaches no safepoint meanwhile, and whoever frees memory of an
   * arena waits for all threads to reach one.
   */
  private void touch(long from, long bytes) throws Throwable {
    for (long at = from; at < from + bytes; at += SMALL_PAGE_BYTES) {
      long ignored = (long) memset.invokeExact(at, 0L, 1L, 0L, 0L, 0L);
    }
  }

  private void unmap(long mapped, long mappedBytes) {
    try {
      int result = (int) (long) munmap.invokeExact(mapped, mappedBytes, 0L, 0L, 0L, 0L);
      assert result == 0 : "munmap";
    } catch (Throwable failure) {
      throw new AssertionError("munmap", failure);
    }
  }
}
