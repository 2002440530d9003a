/**
 * The comparison: {@link dev.cairn.benchmarks.compare.Compare} runs each workload of each store in
 * a new JVM, {@link dev.cairn.benchmarks.compare.Task} is what such a JVM does.
 */
@NullMarked
package dev.cairn.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
