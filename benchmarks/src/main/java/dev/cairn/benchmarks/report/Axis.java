package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How numbers are spread over a length.
 *
 * @param title what they count
 * @param scale how they are spread
 * @param names what is written at 0, 1, 2 and so on, instead of numbers; may be empty
 * @param least the number at the beginning
 * @param greatest the number at the end, greater than the least
 */
record Axis(String title, Scale scale, List<String> names, double least, double greatest) {
  private static final int MOST_STEPS = 6;
  private static final double TENFOLD = 10;
  private static final double MILLION = 1e6;

  /** How numbers are spread. */
  enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /** Of names at equal distances. */
  static Axis ofNames(List<String> names) {
    return new Axis("", Scale.LINEAR, List.copyOf(names), 0, names.size() - 1.0);
  }

  /** From 0 on, or on a logarithmic scale from the least number on, to the greatest. */
  static Axis of(String title, Scale scale, List<Double> numbers) {
    double greatest = numbers.stream().mapToDouble(number -> number).max().orElse(1);
    double least = numbers.stream().mapToDouble(number -> number).min().orElse(0);
    return scale == Scale.LINEAR
        ? new Axis(title, scale, List.of(), 0, greatest > 0 ? greatest : 1)
        : new Axis(title, scale, List.of(), least, greatest > least ? greatest : least * TENFOLD);
  }

  /** Whole powers of ten below and above, for an axis whose ends are not marked otherwise. */
  Axis toPowersOfTen() {
    return new Axis(
        title,
        scale,
        names,
        Math.pow(TENFOLD, Math.floor(Math.log10(least))),
        Math.pow(TENFOLD, Math.ceil(Math.log10(greatest))));
  }

  /** Where a number is, as a part of the length. */
  double place(double number) {
    return scale == Scale.LINEAR
        ? (number - least) / (greatest - least)
        : Math.log(number / least) / Math.log(greatest / least);
  }

  /** Numbers that are marked. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    if (!names.isEmpty()) {
      for (int i = 0; i < names.size(); i++) {
        marks.add((double) i);
      }
    } else if (scale == Scale.LOGARITHMIC) {
      for (int power = (int) Math.ceil(Math.log10(least) - 1e-9);
          power <= Math.log10(greatest) + 1e-9;
          power++) {
        marks.add(Math.pow(TENFOLD, power));
      }
    } else {
      double step = step();
      for (int i = 0; least + i * step <= greatest * (1 + 1e-9); i++) {
        marks.add(least + i * step);
      }
    }
    return marks;
  }

  /** The least of 1, 2 and 5 times a power of ten that gives few marks. */
  private double step() {
    double least = Math.pow(TENFOLD, Math.floor(Math.log10((greatest - this.least) / MOST_STEPS)));
    for (int factor : new int[] {1, 2, 5}) {
      if ((greatest - this.least) / (least * factor) <= MOST_STEPS) {
        return least * factor;
      }
    }
    return least * TENFOLD;
  }

  /** What is written at a mark. */
  String text(double mark) {
    if (!names.isEmpty()) {
      return names.get((int) mark);
    }
    return mark >= MILLION ? decimal(mark / MILLION) + " M" : decimal(mark);
  }

  /** As many decimals as there are, up to four. */
  private static String decimal(double number) {
    String text = String.format(Locale.ROOT, "%,.4f", number);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
