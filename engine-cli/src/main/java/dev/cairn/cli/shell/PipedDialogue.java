package dev.cairn.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Commands from a pipe or a file: no prompt, no pages. */
public final class PipedDialogue implements Dialogue {
  private final BufferedReader lines;

  /**
   * Reads commands.
   *
   * @param in the lines, in UTF-8
   */
  public PipedDialogue(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, UTF_8));
  }

  @Override
  public @Nullable String nextLine(Completion completion) {
    try {
      return lines.readLine();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public int pageLines() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int columns() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean wantsMore() {
    return true;
  }

  @Override
  public void close() {
    // Standard input is the process's.
  }
}
