/**
 * The B+ tree engine: {@link dev.cairn.bptree.BPlusTreeStore}, for keys in order, with range scans
 * and snapshots.
 */
@NullMarked
package dev.cairn.bptree;

import org.jspecify.annotations.NullMarked;
