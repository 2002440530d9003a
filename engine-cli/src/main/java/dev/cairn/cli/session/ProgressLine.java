package dev.cairn.cli.session;

import java.util.List;
import java.util.Locale;

/**
 * What a progress says at one moment.
 *
 * @param what the work
 * @param total how much there is, or 0 if nobody knows
 * @param unit what is counted
 */
record ProgressLine(String what, long total, Unit unit) {
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";
  private static final int COLUMNS_A_CELL = 8;
  private static final int LONGEST_BAR = 40;
  // Slower than this, whole numbers a second say little.
  private static final int SLOW = 10;

  /** A line for a log. */
  String text(long done, long elapsedNanos) {
    return total == 0
        ? what + ": " + unit.show(done) + ", " + rate(done, elapsedNanos)
        : what + ": " + percent(done) + "%, " + figures(done, elapsedNanos);
  }

  /**
   * A line for a screen, never longer than it. The bar keeps its length while the figures grow; the
   * last of them give way where there is no room.
   */
  String bar(long done, long elapsedNanos, Screen screen) {
    int room = screen.columns() - 1;
    if (total == 0) {
      return cut(text(done, elapsedNanos), room);
    }
    int cells = Math.min(screen.columns() / COLUMNS_A_CELL, LONGEST_BAR);
    int filled = (int) (cells * Math.min(done, total) / (double) total);
    boolean colour = screen.style() == Screen.Style.COLOUR_BAR;
    String full = "#".repeat(filled);
    String name = cut(what, room - cells - 3);
    StringBuilder line = new StringBuilder(name).append(" [");
    line.append(colour ? GREEN + full + PLAIN : full)
        .append(" ".repeat(cells - filled))
        .append("]");
    int left = room - name.length() - cells - 3;
    String gap = " ";
    for (String figure :
        List.of(
            percent(done) + "%",
            unit.show(done),
            rate(done, elapsedNanos),
            left(done, elapsedNanos))) {
      left -= gap.length() + figure.length();
      if (left < 0 || figure.isEmpty()) {
        break;
      }
      line.append(gap).append(figure);
      gap = ", ";
    }
    return line.toString();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private String figures(long done, long elapsedNanos) {
    String amount = unit == Unit.BYTES ? unit.show(done) : Figures.count(done);
    String ofTotal = amount + " of " + unit.show(total);
    String left = left(done, elapsedNanos);
    return ofTotal + ", " + rate(done, elapsedNanos) + (left.isEmpty() ? "" : ", " + left);
  }

  private long percent(long done) {
    return (long) (100.0 * Math.min(done, total) / total);
  }

  private String rate(long done, long elapsedNanos) {
    long perSecond = Figures.perSecond(done, elapsedNanos);
    if (unit == Unit.BYTES) {
      return Figures.bytes(perSecond) + "/s";
    }
    return done > 0 && perSecond < SLOW
        ? String.format(Locale.ROOT, "%.1f/s", done * 1e9 / Math.max(elapsedNanos, 1))
        : Figures.count(perSecond) + "/s";
  }

  private String left(long done, long elapsedNanos) {
    if (done <= 0 || done >= total) {
      return "";
    }
    return Figures.time((long) (elapsedNanos * ((double) (total - done) / done))) + " left";
  }
}
