/**
 * An embeddable key-value store: byte-string keys in unsigned byte order, byte-string values.
 *
 * <p>{@link dev.cairn.KeyValueStore} is what every engine offers and {@link dev.cairn.OrderedStore}
 * adds key order. What an engine cannot do is missing from its type, so nothing here throws {@code
 * UnsupportedOperationException}.
 *
 * <p>All failures are unchecked. A wrong argument is an {@link IllegalArgumentException} (or a
 * {@link NullPointerException}), a wrong moment, such as a use after close, is an {@link
 * IllegalStateException}, and what the disk or its bytes did is a {@link dev.cairn.StoreException}.
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
