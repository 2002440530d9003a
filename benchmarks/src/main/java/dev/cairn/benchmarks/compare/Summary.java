package dev.cairn.benchmarks.compare;

import java.util.List;

/**
 * What several rounds gave.
 *
 * @param rounds the value of each, in their order
 * @param median the middle of them
 * @param min the least
 * @param max the greatest
 */
public record Summary(List<Double> rounds, double median, double min, double max) {
  /**
   * Sums rounds up.
   *
   * @param rounds the value of each, at least one
   * @return their summary
   */
  public static Summary of(List<Double> rounds) {
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Summary(List.copyOf(rounds), median, sorted.getFirst(), sorted.getLast());
  }

  /**
   * The median and, if rounds differ, the range.
   *
   * @param unit what is counted
   * @return a text for tables
   */
  public String text(Unit unit) {
    String least = unit.format(min);
    String greatest = unit.format(max);
    return least.equals(greatest)
        ? unit.format(median)
        : unit.format(median) + " [" + least + " to " + greatest + "]";
  }
}
