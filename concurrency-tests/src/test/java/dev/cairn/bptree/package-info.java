/** Races and histories of the B+ tree engine. */
@NullMarked
package dev.cairn.bptree;

import org.jspecify.annotations.NullMarked;
