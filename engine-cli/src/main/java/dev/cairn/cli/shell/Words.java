package dev.cairn.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words. Quotes of either kind keep spaces together and may stand in the middle
 * of a word; a backslash keeps its own meaning, so {@code \x20} is a space, too.
 */
final class Words {
  private Words() {}

  /** The words of a line; none if it is blank or a comment. */
  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    if (line.strip().startsWith("#")) {
      return words;
    }
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the quote " + quote + " is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
