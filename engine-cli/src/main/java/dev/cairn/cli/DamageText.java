package dev.cairn.cli;

import dev.cairn.Damage;
import dev.cairn.KeyRange;
import dev.cairn.cli.session.VisibleText;

/** Damage in a line for a person. */
final class DamageText {
  private DamageText() {}

  static String of(Damage damage) {
    KeyRange keys = damage.keys();
    if (keys == null) {
      return damage.toString();
    }
    byte[] to = keys.to();
    return damage
        + ", of keys from "
        + VisibleText.of(keys.from())
        + (to == null ? " on" : " up to " + VisibleText.of(to));
  }
}
