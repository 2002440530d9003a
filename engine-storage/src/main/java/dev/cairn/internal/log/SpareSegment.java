package dev.cairn.internal.log;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is ready to become the tail: file written with zeros, mapped and touched, memory
 * at hand.
 *
 * @param id the id it will have
 * @param capacityBytes its size
 * @param file its file, or null if the store lives in memory
 * @param window the file mapped, or null likewise
 * @param block its memory, with any content
 */
record SpareSegment(
    long id, long capacityBytes, @Nullable VfsFile file, @Nullable VfsWindow window, Block block) {}
