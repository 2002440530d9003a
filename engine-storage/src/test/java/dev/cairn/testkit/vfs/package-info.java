/**
 * Disks for tests.
 *
 * <p>{@link dev.cairn.testkit.vfs.CrashableVfs} records what a store does to its disk and rebuilds
 * what a crash at any instant could leave; {@link dev.cairn.testkit.vfs.FaultyVfs} fails on
 * request; {@link dev.cairn.testkit.vfs.LeakCheckingVfs} knows what was not closed; {@link
 * dev.cairn.testkit.vfs.Damage} changes bytes behind a store's back. {@link
 * dev.cairn.testkit.vfs.ForceRecorder} is below the real one, and sees what is forced.
 */
@NullMarked
package dev.cairn.testkit.vfs;

import org.jspecify.annotations.NullMarked;
