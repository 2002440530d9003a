package dev.cairn.hash;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;
import java.util.Set;

/** A damaged hash store says so, or shows what it held. */
class HashDamageTest extends DamageGate {
  HashDamageTest() {
    super(new HashFixture(), Scale.BUILD, Set.of(IndexImageFormat.FILE_NAME));
  }
}
