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
  private static final long HUGE_PAGE_BYTES = 2L << 20;

  // Where there is no huge page to be had, the kernel gives small ones.
  private static final long SMALL_PAGE_BYTES = 4096;

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int MADV_HUGEPAGE = 14;
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
    ValueLayout.OfLong pointer = ValueLayout.JAVA_LONG;
    ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    return new HugePages(
        linker.downcallHandle(
            mmap, FunctionDescriptor.of(pointer, pointer, size, integer, integer, integer, size)),
        linker.downcallHandle(munmap, FunctionDescriptor.of(integer, pointer, size)),
        linker.downcallHandle(madvise, FunctionDescriptor.of(integer, pointer, size, integer)),
        linker.downcallHandle(memset, FunctionDescriptor.of(pointer, pointer, integer, size)));
  }

  /** Memory for a block that is large enough to profit, or null if there is none to be had. */
  static @Nullable MemorySegment tryAllocate(Arena arena, long bytes) {
    if (LINUX == null || bytes < HUGE_PAGE_BYTES) {
      return null;
    }
    return LINUX.map(arena, bytes);
  }

  @SuppressWarnings("restricted") // Likewise.
  private @Nullable MemorySegment map(Arena arena, long bytes) {
    // A huge page more than asked, so that an aligned piece is inside whatever the kernel answers.
    long mappedBytes =
        (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES + HUGE_PAGE_BYTES;
    try {
      long mapped =
          (long) mmap.invokeExact(0L, mappedBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      if (mapped == MAP_FAILED) {
        return null;
      }
      long aligned = (mapped + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
      // A kernel without huge pages refuses; the memory is as good as any then.
      int ignored =
          (int) madvise.invokeExact(aligned, mapped + mappedBytes - aligned, MADV_HUGEPAGE);
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
      long ignored = (long) memset.invokeExact(at, 0, 1L);
    }
  }

  private void unmap(long mapped, long mappedBytes) {
    try {
      int result = (int) munmap.invokeExact(mapped, mappedBytes);
      assert result == 0 : "munmap";
    } catch (Throwable failure) {
      throw new AssertionError("munmap", failure);
    }
  }
}
