package dev.cairn.hash;

import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Reads a key, and lets a writer come between at each of the steps in turn. What the writer does is
 * what the table of cases in docs/architecture.md names.
 */
final class PreemptedLookup {
  /** After so many moves numbers and memory of the first segments have been used again. */
  private static final int MOST_MOVES = 4;

  private static final int[][] ORDERS = {{1, 2, 3}, {3, 1, 2}};

  /**
   * What may come between.
   *
   * @param name its name, for messages
   * @param writer what the writer does
   * @param allowed the values that key 1 had meanwhile, 0 for none; it is 1 before
   */
  private record Case(String name, Consumer<LookupParts> writer, Set<Integer> allowed) {}

  private PreemptedLookup() {}

  /** Tries all, and returns how often the writer came between. Called in classes with points. */
  static int run() {
    int count = 0;
    for (Case happening : cases()) {
      for (int[] order : ORDERS) {
        count += run(Probing.GROUP, order, happening, parts -> parts.get(1));
        count += run(Probing.GROUP, order, happening, parts -> parts.getAll(1));
      }
    }
    Case move = new Case("a slot moves", parts -> parts.delete(3), Set.of(1));
    for (Probing probing : Probing.values()) {
      for (int[] order : ORDERS) {
        count += run(probing, order, move, parts -> parts.get(1));
      }
    }
    return count;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int i = 1; i <= MOST_MOVES; i++) {
      int moves = i;
      cases.add(new Case(moves + " moves", parts -> parts.reclaim(moves), Set.of(1)));
      cases.add(
          new Case(
              "another table, then %d moves".formatted(moves),
              parts -> {
                parts.replaceTable();
                parts.reclaim(moves);
              },
              Set.of(1)));
      cases.add(
          new Case(
              "%d times records that no slot leads to".formatted(moves),
              parts -> {
                for (int key = 1; key <= 3; key++) {
                  parts.delete(key);
                }
                for (int move = 0; move < moves; move++) {
                  parts.writeElsewhere(1, 4);
                }
              },
              Set.of(0, 1)));
    }
    cases.add(
        new Case(
            "another table, then another value",
            parts -> {
              parts.replaceTable();
              parts.put(1, 4);
            },
            Set.of(1, 4)));
    cases.add(
        new Case(
            "another key in its place",
            parts -> {
              parts.delete(1);
              parts.put(4, 4);
            },
            Set.of(0, 1)));
    return cases;
  }

  private static int run(
      Probing probing, int[] order, Case happening, ToIntFunction<LookupParts> read) {
    for (int point = 0; ; point++) {
      try (LookupParts parts = new LookupParts(probing)) {
        for (int key : order) {
          parts.put(key, key);
        }
        int[] value = new int[1];
        boolean isReached =
            Preemption.at(
                point,
                () -> happening.writer.accept(parts),
                () -> value[0] = read.applyAsInt(parts));
        if (!isReached) {
          return point;
        }
        if (!happening.allowed.contains(value[0])) {
          throw new AssertionError(
              "%s, %s at point %d: found %d".formatted(probing, happening.name, point, value[0]));
        }
      }
    }
  }
}
