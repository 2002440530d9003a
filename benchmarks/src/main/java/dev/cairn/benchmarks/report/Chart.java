package dev.cairn.benchmarks.report;

import java.awt.Graphics2D;

/** A part of a picture. */
interface Chart {
  /** How high it is. */
  int height();

  /** Paints it at the origin, so wide. */
  void paint(Graphics2D graphics, int width);
}
