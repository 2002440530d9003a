/** Races and histories of the hash engine. */
@NullMarked
package dev.cairn.hash;

import org.jspecify.annotations.NullMarked;
