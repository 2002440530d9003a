package dev.cairn.cli;

import dev.cairn.cli.exchange.Encoding;
import dev.cairn.cli.exchange.Format;
import picocli.CommandLine.Option;

/** How pairs are written as text. */
final class ExchangeOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "ndjson: an object with the strings key and value on each line.",
        "tsv: key, tab, value; with \\t, \\n, \\r and \\\\ inside them.",
        "Default: ndjson."
      })
  private Format format = Format.NDJSON;

  @Option(
      names = "--encoding",
      paramLabel = "ENCODING",
      description = {
        "base64 or hex: for any bytes.",
        "text: the bytes are UTF-8 and stand as they are; others are refused.",
        "Default: base64."
      })
  private Encoding encoding = Encoding.BASE64;

  Format format() {
    return format;
  }

  Encoding encoding() {
    return encoding;
  }
}
