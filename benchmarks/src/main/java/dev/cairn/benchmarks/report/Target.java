package dev.cairn.benchmarks.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is meant to reach: a quotient of its figure and another, or a number.
 *
 * @param engine the engine's label
 * @param text what is compared, for people
 * @param ours the engine's figure
 * @param theirs what it is divided by; null if it is compared with a number
 * @param bound whether it is a least or a most
 * @param limit the quotient or number
 * @param leastPairCount the size from which on it holds
 */
record Target(
    String engine,
    String text,
    Figure ours,
    @Nullable Figure theirs,
    Bound bound,
    double limit,
    long leastPairCount) {
  /** One round may be off by that part of the limit by chance. */
  private static final double CHANCE_OF_A_ROUND = 0.2;

  /** Which side of the limit is good. */
  enum Bound {
    AT_LEAST("≥") {
      @Override
      boolean holds(double value, double limit) {
        return value >= limit;
      }
    },
    AT_MOST("≤") {
      @Override
      boolean holds(double value, double limit) {
        return value <= limit;
      }
    };

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    abstract boolean holds(double value, double limit);
  }

  /** How much of a figure counts. */
  enum Part {
    ALL,

    /** What a pair takes beside its key and value. */
    BESIDE_CONTENT
  }

  /**
   * A figure of a store.
   *
   * @param store the store's label
   * @param name the figure's name
   * @param part how much of it counts
   */
  record Figure(String store, String name, Part part) {
    Figure(String store, String name) {
      this(store, name, Part.ALL);
    }

    Measurement.Key at(Setting setting, long pairCount) {
      return new Measurement.Key(setting, pairCount, name, store);
    }

    double value(Measurement measurement) {
      return measurement.median()
          - (part == Part.ALL ? 0 : measurement.key().setting().pairBytes());
    }
  }

  /**
   * What a run says about it.
   *
   * @param verdict whether it holds
   * @param text the value with its range
   */
  record Outcome(Verdict verdict, String text) {
    @Override
    public String toString() {
      return (verdict.word() + " " + text).strip();
    }
  }

  /** Whether a target holds. */
  enum Verdict {
    MET("met"),
    MISSED("missed"),

    /** The only round is so near the limit that another may miss it. */
    PERHAPS_MET("perhaps met"),

    /** The only round is so near the limit that another may meet it. */
    PERHAPS_MISSED("perhaps missed"),

    /** The two figures are of writes that survive different things. */
    UNLIKE("unlike"),

    /** One of the two had no time for the whole work. */
    CUT_SHORT("cut short");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** The limit, with its sign. */
  String limitText() {
    return bound.sign + " " + limitNumber() + (theirs == null ? "" : " ×");
  }

  private String limitNumber() {
    return new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(limit);
  }

  /** What runs say about it at a size, if they say anything. */
  Optional<Outcome> outcome(Runs runs, Setting setting, long pairCount) {
    if (pairCount < leastPairCount) {
      return Optional.empty();
    }
    Measurement.Key mine = ours.at(setting, pairCount);
    if (theirs == null) {
      return runs.find(mine).map(this::absolute);
    }
    return runs.pair(mine, theirs.at(setting, pairCount))
        .filter(pairing -> !pairing.isOfUnequalWork())
        .map(this::relative);
  }

  private Outcome absolute(Measurement found) {
    if (found.isCutShort()) {
      return new Outcome(Verdict.CUT_SHORT, "");
    }
    Verdict verdict = verdict(found.median(), found.roundCount());
    return new Outcome(verdict, found.text() + " " + found.unit().symbol());
  }

  private Outcome relative(Runs.Pairing pairing) {
    if (pairing.isCutShort()) {
      return new Outcome(Verdict.CUT_SHORT, "");
    }
    if (!pairing.isFair()) {
      return new Outcome(Verdict.UNLIKE, "");
    }
    double quotient =
        ours.value(pairing.ours()) / Objects.requireNonNull(theirs).value(pairing.theirs());
    List<Double> rounds = pairing.quotients().stream().sorted().toList();
    boolean hasRange = rounds.size() > 1 && ours.part() == theirs.part();
    String range =
        hasRange ? " [" + number(rounds.getFirst()) + " to " + number(rounds.getLast()) + "]" : "";
    Verdict verdict = verdict(quotient, pairing.roundCount());
    return new Outcome(verdict, number(quotient) + " ×" + range);
  }

  private Verdict verdict(double value, int roundCount) {
    boolean holds = bound.holds(value, limit);
    if (roundCount == 1 && Math.abs(value - limit) <= CHANCE_OF_A_ROUND * limit) {
      return holds ? Verdict.PERHAPS_MET : Verdict.PERHAPS_MISSED;
    }
    return holds ? Verdict.MET : Verdict.MISSED;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }
}
