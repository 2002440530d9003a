package dev.cairn.benchmarks.report;

import java.awt.Color;
import java.util.Map;

/**
 * The colours of stores, the same in all charts. Charts have a white ground of their own, so that
 * they read the same on a light page and on a dark one.
 */
final class Palette {
  static final Color GROUND = Color.WHITE;
  static final Color TEXT = new Color(0x24292f);
  static final Color FAINT_TEXT = new Color(0x57606a);
  static final Color GRID = new Color(0xd8dee4);

  private static final Color PEER_BAR = new Color(0xafb8c1);
  private static final Color OTHER = new Color(0x6e7781);

  private static final Map<String, Color> COLOURS =
      Map.ofEntries(
          Map.entry(Engines.HASH, new Color(0x0b7a4b)),
          Map.entry(Engines.BPTREE, new Color(0x0969da)),
          Map.entry(Engines.LSM, new Color(0xcf4a00)),
          Map.entry(Engines.GROWING_HASH, new Color(0x2fa36b)),
          Map.entry("cairn-hash-memory", new Color(0x5fb98a)),
          Map.entry("rocksdb", new Color(0xbf8700)),
          Map.entry("lmdb", new Color(0x8250df)),
          Map.entry("mvstore", new Color(0xbf3989)),
          Map.entry("tupl", new Color(0x6f4e37)),
          Map.entry("chronicle", new Color(0x24292f)));

  private Palette() {}

  /** Cairn's engines stand out, peers do not. */
  static Color bar(String store) {
    return Runs.isCairn(store) ? line(store) : PEER_BAR;
  }

  static boolean hasColour(String store) {
    return COLOURS.containsKey(store);
  }

  static Color line(String store) {
    return COLOURS.getOrDefault(store, OTHER);
  }
}
