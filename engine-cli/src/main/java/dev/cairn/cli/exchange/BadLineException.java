package dev.cairn.cli.exchange;

import java.io.Serial;

/** A line of the input is not what the format asks for. The message says what is wrong with it. */
final class BadLineException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BadLineException(String message) {
    super(message);
  }
}
