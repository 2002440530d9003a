/**
 * A quick measurement of a store: phases that fill, read and overwrite it, with the time of each
 * call. For comparisons between stores there is the module benchmarks.
 */
@NullMarked
package dev.cairn.cli.bench;

import org.jspecify.annotations.NullMarked;
