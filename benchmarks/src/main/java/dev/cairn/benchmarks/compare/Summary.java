package dev.cairn.benchmarks.compare;

import java.util.List;

/**
 * What several rounds gave.
 *
 * @param rounds the value of each, in their order; no number where there is none
 * @param median the middle of those that have one; no number if none has
 * @param min the least
 * @param max the greatest
 */
public record Summary(List<Double> rounds, double median, double min, double max) {
  /**
   * Sums rounds up.
   *
   * @param rounds the value of each, which is no number where there is none
   * @return their summary
   */
  public static Summary of(List<Double> rounds) {
    List<Double> sorted = rounds.stream().filter(Double::isFinite).sorted().toList();
    if (sorted.isEmpty()) {
      return new Summary(List.copyOf(rounds), Double.NaN, Double.NaN, Double.NaN);
    }
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Summary(List.copyOf(rounds), median, sorted.getFirst(), sorted.getLast());
  }

  /**
   * How many rounds there are of it.
   *
   * @return those that have a value
   */
  public int count() {
    return Math.toIntExact(rounds.stream().filter(Double::isFinite).count());
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
