/** The shell: commands to one open store, typed by a person or read from a pipe. */
@NullMarked
package dev.cairn.cli.shell;

import org.jspecify.annotations.NullMarked;
