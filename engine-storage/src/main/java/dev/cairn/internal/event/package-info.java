/**
 * What the stores tell JDK Flight Recorder. Events are made where a store does something that takes
 * long anyway: no read from memory comes past one, and no write at {@code PROCESS} unless it waits.
 * What each means is in docs/operations.md.
 */
@NullMarked
package dev.cairn.internal.event;

import org.jspecify.annotations.NullMarked;
