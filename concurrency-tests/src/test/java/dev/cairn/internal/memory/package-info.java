/** Races and histories of memory. */
@NullMarked
package dev.cairn.internal.memory;

import org.jspecify.annotations.NullMarked;
