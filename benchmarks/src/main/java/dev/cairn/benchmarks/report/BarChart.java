package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.compare.Unit;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;

/**
 * Bars of one figure, the best store first. Each has its name before it and its number behind it,
 * so that no axis is needed; a thin line shows the range of the rounds.
 */
final class BarChart implements Chart {
  private static final int MARGIN = 12;
  private static final int TITLE_HEIGHT = 22;
  private static final int NUMBER_WIDTH = 84;
  private static final int GAP = 8;
  private static final int ROW_HEIGHT = 18;
  private static final int BAR_HEIGHT = 12;

  private final String title;
  private final Unit unit;
  private final List<Bar> bars;

  /**
   * One store's number.
   *
   * @param name of the store, with a mark if it cannot be compared with the others
   * @param colour of the bar
   * @param value the number
   * @param least of the rounds
   * @param greatest of the rounds
   * @param text the number as it is written
   */
  record Bar(String name, Color colour, double value, double least, double greatest, String text) {}

  BarChart(String title, Unit unit, List<Bar> bars) {
    this.title = title;
    this.unit = unit;
    this.bars =
        bars.stream()
            .sorted(Comparator.comparingDouble((Bar bar) -> -unit.advantage(bar.value, 1)))
            .toList();
  }

  @Override
  public int height() {
    return MARGIN + TITLE_HEIGHT + ROW_HEIGHT * bars.size() + MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics, int width) {
    graphics.setFont(Fonts.TITLE);
    graphics.setColor(Palette.TEXT);
    graphics.drawString(title, MARGIN, MARGIN + Fonts.TITLE.getSize() - 2);
    int titleWidth = graphics.getFontMetrics().stringWidth(title);
    graphics.setFont(Fonts.SMALL);
    graphics.setColor(Palette.FAINT_TEXT);
    graphics.drawString(unit.symbol(), MARGIN + titleWidth + 8, MARGIN + Fonts.TITLE.getSize() - 2);
    double greatest = bars.stream().mapToDouble(Bar::greatest).max().orElse(1);
    graphics.setFont(Fonts.TEXT);
    FontMetrics metrics = graphics.getFontMetrics();
    int nameWidth =
        bars.stream().mapToInt(bar -> metrics.stringWidth(bar.name)).max().orElse(0) + GAP;
    double room = width - 2.0 * MARGIN - nameWidth - NUMBER_WIDTH;
    int top = MARGIN + TITLE_HEIGHT;
    for (Bar bar : bars) {
      paint(graphics, bar, MARGIN + nameWidth, top, greatest > 0 ? room / greatest : 0);
      top += ROW_HEIGHT;
    }
  }

  private static void paint(Graphics2D graphics, Bar bar, int left, int top, double scale) {
    double barTop = top + (ROW_HEIGHT - BAR_HEIGHT) / 2.0;
    double middle = top + ROW_HEIGHT / 2.0;
    graphics.setColor(Palette.TEXT);
    float baseline = (float) (middle + Fonts.TEXT.getSize() * 0.36);
    int nameWidth = graphics.getFontMetrics().stringWidth(bar.name);
    graphics.drawString(bar.name, left - GAP - nameWidth, baseline);
    graphics.setColor(bar.colour);
    graphics.fill(new Rectangle2D.Double(left, barTop, bar.value * scale, BAR_HEIGHT));
    graphics.setColor(Palette.TEXT);
    graphics.setStroke(new BasicStroke(1));
    if (bar.greatest > bar.least) {
      graphics.draw(
          new Line2D.Double(left + bar.least * scale, middle, left + bar.greatest * scale, middle));
    }
    graphics.drawString(bar.text, (float) (left + bar.greatest * scale + 6), baseline);
  }
}
