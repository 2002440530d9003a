/** What all measurements have in common. */
@NullMarked
package dev.cairn.benchmarks;

import org.jspecify.annotations.NullMarked;
