/** Off-heap memory within a budget, and when it is safe to take it away from readers. */
@NullMarked
package dev.cairn.internal.memory;

import org.jspecify.annotations.NullMarked;
