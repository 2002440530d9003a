/**
 * What the engines' tests share: the contract every store keeps, a model to compare a store with,
 * and the seeded random operations to compare them over.
 *
 * <p>An engine extends {@link dev.cairn.testkit.KeyValueStoreContract} or {@code
 * OrderedStoreContract}, and {@link dev.cairn.testkit.ModelContract}. Crash tests take {@link
 * dev.cairn.testkit.OperationGenerator} and {@link dev.cairn.testkit.History}.
 */
@NullMarked
package dev.cairn.testkit;

import org.jspecify.annotations.NullMarked;
