/** Brings what is intact of a damaged store into a new one: what is common to all engines. */
@NullMarked
package dev.cairn.internal.salvage;

import org.jspecify.annotations.NullMarked;
