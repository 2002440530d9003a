package dev.cairn.internal.log;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.vfs.Vfs;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a log is made of.
 *
 * @param files where its segments are, or null if they are in memory only
 * @param storeSeed differs between stores, so that no store takes another's bytes for its own
 * @param memory the memory of its segments, and how large they are
 * @param epochs tells when memory and files may go
 * @param background prepares segments; may run a task at once, on the thread that gives it
 * @param keptFiles how many files of segments that are gone are kept for segments to come: as many
 *     as the owner removes at once
 */
public record LogSettings(
    @Nullable Vfs files,
    long storeSeed,
    SegmentMemory memory,
    Epochs epochs,
    Executor background,
    int keptFiles) {

  int segmentBytes() {
    return memory.segmentBytes();
  }
}
