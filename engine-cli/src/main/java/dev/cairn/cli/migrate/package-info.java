/** The pairs of other stores, for {@code cairn import --from}. Their libraries are optional. */
@NullMarked
package dev.cairn.cli.migrate;

import org.jspecify.annotations.NullMarked;
