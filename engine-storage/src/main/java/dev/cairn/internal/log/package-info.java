/**
 * The log: where every write goes first, and for the hash engine where the data lives.
 *
 * <p>{@link dev.cairn.internal.log.Log} appends and forces, {@link
 * dev.cairn.internal.log.LogRecovery} finds out what a crash left. The bytes are in
 * docs/formats/log.md.
 */
@NullMarked
package dev.cairn.internal.log;

import org.jspecify.annotations.NullMarked;
