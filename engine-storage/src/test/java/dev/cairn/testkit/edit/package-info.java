/**
 * Changes of class files. An {@link dev.cairn.testkit.edit.EditingLoader} loads the engine and the
 * test kit once more with them, so the code that is shipped has no switch for tests.
 */
@NullMarked
package dev.cairn.testkit.edit;

import org.jspecify.annotations.NullMarked;
