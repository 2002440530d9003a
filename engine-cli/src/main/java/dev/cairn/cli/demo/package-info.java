/**
 * The demonstration: real data that every JDK carries goes into a store, comes back byte for byte,
 * is changed, and survives {@code kill -9} in the middle of writing.
 */
@NullMarked
package dev.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
