/** Races of the log. */
@NullMarked
package dev.cairn.internal.log;

import org.jspecify.annotations.NullMarked;
