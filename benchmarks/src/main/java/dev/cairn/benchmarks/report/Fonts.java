package dev.cairn.benchmarks.report;

import java.awt.Font;

/** The fonts of charts: whatever the reader's machine shows as sans-serif. */
final class Fonts {
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private Fonts() {}
}
