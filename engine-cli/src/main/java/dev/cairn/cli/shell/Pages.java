package dev.cairn.cli.shell;

import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import java.io.IOException;

/** Prints the pairs that a command finds, a page at a time if a person reads them. */
final class Pages {
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";
  private static final String GAP = "  ";
  private static final String CUT = "...";

  private final Session session;
  private final Dialogue dialogue;
  private final boolean colour;
  private int linesLeft;

  Pages(Session session, Dialogue dialogue) {
    this.session = session;
    this.dialogue = dialogue;
    this.colour = session.screen().style() == Screen.Style.COLOUR_BAR;
    this.linesLeft = dialogue.pageLines();
  }

  /**
   * Prints a pair on one line; on a terminal the value is cut to what fits there.
   *
   * @return whether another is wanted
   */
  boolean pair(String key, String value) throws IOException {
    session.requireGoingOn();
    if (linesLeft == 0) {
      if (!dialogue.wantsMore()) {
        return false;
      }
      linesLeft = dialogue.pageLines();
    }
    linesLeft--;
    int columns = dialogue.columns();
    if (columns == Integer.MAX_VALUE) {
      session.print(key + "\t" + value + "\n");
    } else {
      String shownKey = cut(key, columns / 2);
      String shownValue = cut(value, columns - shownKey.length() - GAP.length() - 1);
      session.print((colour ? CYAN + shownKey + PLAIN : shownKey) + GAP + shownValue + "\n");
    }
    return true;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - CUT.length()) + CUT;
  }
}
