/**
 * The LSM engine: an ordered store that writes sequentially and keeps its data in sorted tables.
 * Start at {@link dev.cairn.lsm.LsmStore}.
 */
@NullMarked
package dev.cairn.lsm;

import org.jspecify.annotations.NullMarked;
