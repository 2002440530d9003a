package dev.cairn.internal.vfs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A mapping, and the arena whose closing ends it. */
record MappedBytes(Arena arena, MemorySegment segment) {}
