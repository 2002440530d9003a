/**
 * Stores as text: one pair a line, as NDJSON or TSV. What is exported in any format and encoding
 * can be imported again and gives the same bytes.
 */
@NullMarked
package dev.cairn.cli.exchange;

import org.jspecify.annotations.NullMarked;
