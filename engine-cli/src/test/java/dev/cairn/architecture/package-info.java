/** Tests of the arrows between modules; they live here because this module sees all others. */
@NullMarked
package dev.cairn.architecture;

import org.jspecify.annotations.NullMarked;
