/**
 * Stores that earlier versions have written, and that must open for good. An engine keeps them
 * under {@code src/test/resources/golden} and extends {@link dev.cairn.testkit.golden.GoldenGate}.
 */
@NullMarked
package dev.cairn.testkit.golden;

import org.jspecify.annotations.NullMarked;
