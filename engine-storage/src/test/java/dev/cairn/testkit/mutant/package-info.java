/**
 * Bugs on purpose, to see whether the gates find them.
 *
 * <p>A {@link dev.cairn.testkit.mutant.Mutant} is an {@link dev.cairn.testkit.edit.Edit} of one
 * class file. A {@link dev.cairn.testkit.edit.EditingLoader} loads the engine and the test kit once
 * more with that edit, so the code that is shipped has no switch for it and pays nothing. A {@link
 * dev.cairn.testkit.mutant.MutantGate} fails if a mutant outlives the campaign that should kill it,
 * and also if its edit no longer finds the place it is for.
 */
@NullMarked
package dev.cairn.testkit.mutant;

import org.jspecify.annotations.NullMarked;
