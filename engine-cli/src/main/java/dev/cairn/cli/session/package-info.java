/**
 * What all commands share: their streams, exit codes, tables, figures and progress. It knows
 * nothing of any command.
 */
@NullMarked
package dev.cairn.cli.session;

import org.jspecify.annotations.NullMarked;
