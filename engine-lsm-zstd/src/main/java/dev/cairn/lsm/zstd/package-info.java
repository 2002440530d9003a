/** Zstandard for the tables of LSM stores. */
@NullMarked
package dev.cairn.lsm.zstd;

import org.jspecify.annotations.NullMarked;
