/** Compression of blocks. */
@NullMarked
package dev.cairn.internal.codec;

import org.jspecify.annotations.NullMarked;
