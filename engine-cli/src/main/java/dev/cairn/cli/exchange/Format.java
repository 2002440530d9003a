package dev.cairn.cli.exchange;

/** How a pair is laid out in its line. */
public enum Format {
  /**
   * An object with the members {@code key} and {@code value}, as in {@code
   * {"key":"a","value":"b"}}.
   */
  NDJSON {
    @Override
    void append(StringBuilder line, String key, String value) {
      NdjsonLine.append(line, key, value);
    }

    @Override
    Fields parse(String line) throws BadLineException {
      return new NdjsonLine(line).parse();
    }
  },

  /** Key, tab, value; tab, line feed, carriage return and backslash as \t, \n, \r and \\. */
  TSV {
    @Override
    void append(StringBuilder line, String key, String value) {
      TsvLine.append(line, key, value);
    }

    @Override
    Fields parse(String line) throws BadLineException {
      return TsvLine.parse(line);
    }
  };

  /** Appends a pair, without the line's end; what is appended holds no line feed. */
  abstract void append(StringBuilder line, String key, String value);

  /** Takes a line apart that has no line feed. */
  abstract Fields parse(String line) throws BadLineException;
}
