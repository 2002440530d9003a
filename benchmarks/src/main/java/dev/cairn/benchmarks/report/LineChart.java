package dev.cairn.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/** Lines over an axis of numbers, with their names beside them. */
final class LineChart implements Chart {
  private static final int HEIGHT = 290;
  private static final int MARGIN = 12;
  private static final int TITLE_HEIGHT = 26;
  private static final int GAP = 8;
  private static final int LABEL_WIDTH = 50;
  private static final int LABEL_HEIGHT = 34;
  private static final int LEGEND_WIDTH = 150;
  private static final int LEGEND_ROW_HEIGHT = 17;
  private static final int LEGEND_LINE = 18;
  private static final int POINT_SIZE = 5;
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke THICK =
      new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final String title;
  private final Axis across;
  private final Axis upwards;
  private final List<Line> lines;

  /** Whether the points of a line are marked. */
  enum Points {
    MARKED,
    UNMARKED
  }

  /**
   * One store's line.
   *
   * @param name of the store
   * @param colour of the line
   * @param points whether they are marked
   * @param across where its points are
   * @param upwards how high they are
   */
  record Line(
      String name, Color colour, Points points, List<Double> across, List<Double> upwards) {}

  /** Draws lines; the first ones lie above the others. */
  LineChart(String title, Axis across, Axis upwards, List<Line> lines) {
    this.title = title;
    this.across = across;
    this.upwards = upwards;
    this.lines = List.copyOf(lines);
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics, int width) {
    graphics.setFont(Fonts.TITLE);
    graphics.setColor(Palette.TEXT);
    graphics.drawString(title, MARGIN, MARGIN + Fonts.TITLE.getSize() - 2);
    int titleWidth = graphics.getFontMetrics().stringWidth(title);
    graphics.setFont(Fonts.SMALL);
    graphics.setColor(Palette.FAINT_TEXT);
    graphics.drawString(
        upwards.title(), MARGIN + titleWidth + GAP, MARGIN + Fonts.TITLE.getSize() - 2);
    Plot plot =
        new Plot(
            MARGIN + LABEL_WIDTH,
            MARGIN + TITLE_HEIGHT,
            width - 2 * MARGIN - LABEL_WIDTH - LEGEND_WIDTH,
            HEIGHT - 2 * MARGIN - TITLE_HEIGHT - LABEL_HEIGHT);
    paintGrid(graphics, plot);
    for (Line line : lines.reversed()) {
      paintLine(graphics, plot, line);
    }
    paintLegend(graphics, plot);
  }

  /** Where the lines are. */
  private record Plot(double left, double top, double width, double height) {
    double x(double place) {
      return left + place * width;
    }

    double y(double place) {
      return top + (1 - place) * height;
    }
  }

  private void paintGrid(Graphics2D graphics, Plot plot) {
    graphics.setFont(Fonts.SMALL);
    graphics.setStroke(THIN);
    for (double mark : upwards.marks()) {
      double y = plot.y(upwards.place(mark));
      graphics.setColor(Palette.GRID);
      graphics.draw(new Line2D.Double(plot.left, y, plot.left + plot.width, y));
      graphics.setColor(Palette.FAINT_TEXT);
      String text = upwards.text(mark);
      int textWidth = graphics.getFontMetrics().stringWidth(text);
      graphics.drawString(text, (float) (plot.left - 6 - textWidth), (float) (y + 4));
    }
    for (double mark : across.marks()) {
      double x = plot.x(across.place(mark));
      graphics.setColor(Palette.GRID);
      graphics.draw(new Line2D.Double(x, plot.top, x, plot.top + plot.height));
      graphics.setColor(Palette.FAINT_TEXT);
      drawCentred(graphics, across.text(mark), x, plot.top + plot.height + 15);
    }
    drawCentred(graphics, across.title(), plot.left + plot.width / 2, plot.top + plot.height + 30);
  }

  private static void drawCentred(Graphics2D graphics, String text, double x, double y) {
    int textWidth = graphics.getFontMetrics().stringWidth(text);
    graphics.drawString(text, (float) (x - textWidth / 2.0), (float) y);
  }

  private void paintLine(Graphics2D graphics, Plot plot, Line line) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < line.across.size(); i++) {
      double x = plot.x(across.place(line.across.get(i)));
      double y = plot.y(upwards.place(line.upwards.get(i)));
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    graphics.setColor(line.colour);
    graphics.setStroke(THICK);
    graphics.draw(path);
    if (line.points == Points.MARKED) {
      for (int i = 0; i < line.across.size(); i++) {
        double x = plot.x(across.place(line.across.get(i)));
        double y = plot.y(upwards.place(line.upwards.get(i)));
        graphics.fill(
            new Ellipse2D.Double(
                x - POINT_SIZE / 2.0, y - POINT_SIZE / 2.0, POINT_SIZE, POINT_SIZE));
      }
    }
  }

  private void paintLegend(Graphics2D graphics, Plot plot) {
    graphics.setFont(Fonts.SMALL);
    double left = plot.left + plot.width + 14;
    double y = plot.top + 6;
    for (Line line : lines) {
      graphics.setColor(line.colour);
      graphics.setStroke(THICK);
      graphics.draw(new Line2D.Double(left, y, left + LEGEND_LINE, y));
      graphics.setColor(Palette.TEXT);
      graphics.drawString(line.name, (float) (left + LEGEND_LINE + 6), (float) (y + 4));
      y += LEGEND_ROW_HEIGHT;
    }
  }
}
