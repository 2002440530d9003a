/**
 * The hash engine: {@link dev.cairn.hash.HashStore}, for point reads and writes of keys without
 * order.
 */
@NullMarked
package dev.cairn.hash;

import org.jspecify.annotations.NullMarked;
