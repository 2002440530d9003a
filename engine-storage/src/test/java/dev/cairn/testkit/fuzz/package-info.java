/**
 * Bytes that nobody wrote, although their checksums are right: what stands behind a checksum must
 * not rely on it for its own safety.
 */
@NullMarked
package dev.cairn.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
