/** How the lock-free structures are checked: by trying interleavings, and by racing. */
@NullMarked
package dev.cairn.concurrency;

import org.jspecify.annotations.NullMarked;
