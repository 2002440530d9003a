package dev.cairn.cli.session;

import java.util.ArrayList;
import java.util.List;

/** Text in aligned columns. */
public final class Table {
  private static final String GAP = "  ";

  private enum Side {
    LEFT,
    RIGHT
  }

  private final List<Side> sides = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Makes a table without columns. */
  public Table() {}

  /**
   * Adds a column of words.
   *
   * @param head what stands above it
   * @return this
   */
  public Table words(String head) {
    return column(head, Side.LEFT);
  }

  /**
   * Adds columns of figures, aligned to the right.
   *
   * @param columnHeads what stands above them
   * @return this
   */
  public Table figures(String... columnHeads) {
    for (String head : columnHeads) {
      column(head, Side.RIGHT);
    }
    return this;
  }

  private Table column(String head, Side side) {
    heads.add(head);
    sides.add(side);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are columns
   * @return this
   * @throws IllegalArgumentException if there are more or fewer
   */
  public Table row(String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + heads.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The head and the rows, a line each; without a head if all heads are empty. */
  @Override
  public String toString() {
    int[] widths = new int[heads.size()];
    widen(widths, heads);
    rows.forEach(row -> widen(widths, row));
    StringBuilder text = new StringBuilder();
    if (heads.stream().anyMatch(head -> !head.isEmpty())) {
      line(text, widths, heads);
    }
    rows.forEach(row -> line(text, widths, row));
    return text.toString();
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], cells.get(column).length());
    }
  }

  private void line(StringBuilder text, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String space = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : GAP);
      line.append(sides.get(column) == Side.LEFT ? cell + space : space + cell);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
