package dev.cairn.testkit.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a file must have, with words for a reader beside them.
 *
 * <p>A line has a position in hexadecimal, two spaces, bytes with one space between them, two
 * spaces, and what they mean. Lines follow each other without a gap. A line that begins with {@code
 * #} and an empty one are for the reader alone. What follows the last line is zeros.
 */
public final class AnnotatedHex {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  /** Some bytes and what they mean. */
  private record Line(int position, byte[] bytes, String meaning) {}

  private final List<Line> lines = new ArrayList<>();
  private final int length;

  private AnnotatedHex(String text) {
    int position = 0;
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" {2,}", 3);
        byte[] bytes = SPACED.parseHex(parts[1]);
        if (Integer.parseInt(parts[0], 16) != position) {
          throw new IllegalArgumentException(
              "line \"" + line + "\": expected position " + Integer.toHexString(position));
        }
        lines.add(new Line(position, bytes, parts.length == 3 ? parts[2] : ""));
        position += bytes.length;
      }
    }
    length = position;
  }

  /**
   * Reads a resource.
   *
   * @param beside a class in whose package it is
   * @param name its name
   * @return what it says
   */
  public static AnnotatedHex read(Class<?> beside, String name) {
    try (@Nullable InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
      }
      return new AnnotatedHex(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /**
   * The bytes, for a reader that must still understand them.
   *
   * @param fileBytes how long the file is, zeros included
   * @return all of them
   */
  public byte[] bytes(int fileBytes) {
    byte[] all = new byte[fileBytes];
    lines.forEach(line -> System.arraycopy(line.bytes, 0, all, line.position, line.bytes.length));
    return all;
  }

  /**
   * Fails unless a file has these bytes.
   *
   * @param found the file's bytes
   * @throws AssertionError if not; says which bytes differ and what they mean
   */
  public void assertMatches(byte[] found) {
    StringBuilder differences = new StringBuilder();
    for (Line line : lines) {
      int end = line.position + line.bytes.length;
      byte[] there = Arrays.copyOfRange(found, line.position, end);
      if (!Arrays.equals(there, line.bytes)) {
        differences
            .append(String.format("%n%04x  %s", line.position, SPACED.formatHex(there)))
            .append("  instead of  ")
            .append(SPACED.formatHex(line.bytes))
            .append("  ")
            .append(line.meaning);
      }
    }
    for (int i = length; i < found.length; i++) {
      if (found[i] != 0) {
        differences.append(String.format("%n%04x  %02x  instead of zeros to the end", i, found[i]));
        break;
      }
    }
    if (!differences.isEmpty()) {
      throw new AssertionError("the bytes are not the documented bytes:" + differences);
    }
  }
}
