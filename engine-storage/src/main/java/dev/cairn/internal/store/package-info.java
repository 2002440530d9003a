/**
 * What the directories of all engines have in common: who may open one, and how its files are
 * replaced.
 */
@NullMarked
package dev.cairn.internal.store;

import org.jspecify.annotations.NullMarked;
