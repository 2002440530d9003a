/** How far long calls have come. Not API. */
@NullMarked
package dev.cairn.internal.progress;

import org.jspecify.annotations.NullMarked;
