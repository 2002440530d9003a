/** The stores that are compared, each behind the same few calls and set up as its experts would. */
@NullMarked
package dev.cairn.benchmarks.store;

import org.jspecify.annotations.NullMarked;
