/** Use of a store for long, all of which is checked. */
@NullMarked
package dev.cairn.cli.soak;

import org.jspecify.annotations.NullMarked;
