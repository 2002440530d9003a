/**
 * The command line: {@code cairn put}, {@code get} and the other commands, each in a class of its
 * own. It uses only what every application can use.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
