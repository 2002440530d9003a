/** The one encoding of an operation, shared by {@link dev.cairn.WriteBatch} and the log. */
@NullMarked
package dev.cairn.internal.record;

import org.jspecify.annotations.NullMarked;
