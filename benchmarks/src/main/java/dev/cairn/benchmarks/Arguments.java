package dev.cairn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a command line: options with a value, given as {@code --name=value} or as two words,
 * options without one, and what is no option.
 *
 * @param options the options, in their order
 * @param others all other words
 */
public record Arguments(List<Option> options, List<String> others) {
  /**
   * One option.
   *
   * @param name its name with both dashes
   * @param value its value, empty if it has none
   */
  public record Option(String name, String value) {}

  /**
   * Splits a command line.
   *
   * @param words the command line
   * @param withValue names of the options that have a value
   * @param withoutValue names of those that have none
   * @return its parts
   * @throws IllegalArgumentException if an option is unknown or lacks its value
   */
  public static Arguments of(List<String> words, Set<String> withValue, Set<String> withoutValue) {
    List<Option> options = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        others.add(word);
      } else if (withoutValue.contains(word)) {
        options.add(new Option(word, ""));
      } else if (!withValue.contains(name)) {
        throw new IllegalArgumentException("unknown option " + word);
      } else if (equals >= 0) {
        options.add(new Option(name, word.substring(equals + 1)));
      } else if (i + 1 < words.size()) {
        i++;
        options.add(new Option(name, words.get(i)));
      } else {
        throw new IllegalArgumentException("option " + name + ": its value is missing");
      }
    }
    return new Arguments(List.copyOf(options), List.copyOf(others));
  }
}
