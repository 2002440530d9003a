/** Small engines to test commands with, right ones and wrong ones. */
@NullMarked
package dev.cairn.cli.testkit;

import org.jspecify.annotations.NullMarked;
