package dev.cairn.hash;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;
import java.util.Set;

/** The same with every bit. */
class HashDamageNightly extends DamageGate {
  HashDamageNightly() {
    super(new HashFixture(), Scale.NIGHTLY, Set.of(IndexImageFormat.FILE_NAME));
  }
}
