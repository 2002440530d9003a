/**
 * The files of a store: the one seam between an engine and what its bytes lie on.
 *
 * <p>{@link dev.cairn.internal.vfs.Vfs} is one directory of flat names. {@link
 * dev.cairn.internal.vfs.OsVfs} is a directory of the operating system, {@link
 * dev.cairn.internal.vfs.MemoryVfs} lives as long as the process, and the test kit has some that
 * crash, fail and count. All failures are unchecked and name the file, the operation and the
 * position.
 */
@NullMarked
package dev.cairn.internal.vfs;

import org.jspecify.annotations.NullMarked;
