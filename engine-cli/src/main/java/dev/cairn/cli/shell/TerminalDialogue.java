package dev.cairn.cli.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A person at a terminal: a prompt, history, completion. */
public final class TerminalDialogue implements Dialogue {
  private static final String PROMPT = "cairn> ";
  private static final String MORE = "-- Enter for more, q to stop -- ";
  private static final int LEAST_PAGE_LINES = 5;
  private static final int LEAST_COLUMNS = 40;

  private final Terminal terminal;
  private final LineReader commands;
  private final LineReader answers;
  private Completion completion = (before, begun) -> List.of();

  /**
   * Takes the terminal of this process.
   *
   * @param history the file that keeps what was typed
   * @throws IOException if there is no terminal
   */
  public TerminalDialogue(Path history) throws IOException {
    // With default signal handlers Ctrl-C during a command ends the process, which closes the
    // store; at the prompt JLine sees it as a key.
    terminal = TerminalBuilder.builder().system(true).build();
    // Words are split by the shell itself: to JLine quotes and backslashes are characters.
    DefaultParser parser = new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
    commands =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(parser)
            .completer((reader, line, candidates) -> complete(line, candidates))
            .variable(LineReader.HISTORY_FILE, history)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    answers = LineReaderBuilder.builder().terminal(terminal).parser(parser).build();
    answers.setVariable(LineReader.DISABLE_HISTORY, true);
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    List<String> before = line.words().subList(0, line.wordIndex());
    String begun = line.word().substring(0, line.wordCursor());
    completion.of(before, begun).forEach(word -> candidates.add(new Candidate(word)));
  }

  @Override
  public @Nullable String nextLine(Completion words) {
    completion = words;
    while (true) {
      try {
        return commands.readLine(PROMPT);
      } catch (UserInterruptException abandonedLine) {
        // Another prompt.
      } catch (EndOfFileException end) {
        return null;
      }
    }
  }

  @Override
  public int pageLines() {
    return Math.max(terminal.getSize().getRows() - 1, LEAST_PAGE_LINES);
  }

  @Override
  public int columns() {
    return Math.max(terminal.getSize().getColumns(), LEAST_COLUMNS);
  }

  @Override
  public boolean wantsMore() {
    try {
      return !answers.readLine(MORE).strip().startsWith("q");
    } catch (UserInterruptException | EndOfFileException enough) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
