/**
 * Compares stores: {@link dev.cairn.benchmarks.compare.Compare} starts one JVM after another, each
 * of which measures one {@link dev.cairn.benchmarks.compare.Stage} of one store.
 */
@NullMarked
package dev.cairn.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
