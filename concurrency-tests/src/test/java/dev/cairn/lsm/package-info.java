/** Races and histories of the LSM engine. */
@NullMarked
package dev.cairn.lsm;

import org.jspecify.annotations.NullMarked;
