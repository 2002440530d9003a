/** Single operations and kernels under JMH. */
@NullMarked
package dev.cairn.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
