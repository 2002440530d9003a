/**
 * What no engine may get wrong, tried on every engine in the same way.
 *
 * <p>A campaign ({@link dev.cairn.testkit.gate.CrashCampaign} and its neighbours) does one kind of
 * harm to stores of an {@link dev.cairn.testkit.gate.EngineFixture} and fails with the seed and the
 * step at which a store broke its promise. A gate ({@link dev.cairn.testkit.gate.CrashGate} and so
 * on) is the test that an engine extends, once in the size of a build and once in the size of a
 * night.
 */
@NullMarked
package dev.cairn.testkit.gate;

import org.jspecify.annotations.NullMarked;
