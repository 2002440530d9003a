/** The figures of stores as meters of Micrometer. */
@NullMarked
package dev.cairn.micrometer;

import org.jspecify.annotations.NullMarked;
