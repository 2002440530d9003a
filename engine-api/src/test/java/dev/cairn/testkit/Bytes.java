package dev.cairn.testkit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A byte string that can be compared, in unsigned byte order, and printed. Immutable. */
public final class Bytes implements Comparable<Bytes> {
  /** The byte string without bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final int PRINTED_WHOLE = 48;
  private static final int PRINTED_HEAD = 8;

  private final byte[] array;
  private final int hash;

  private Bytes(byte[] array) {
    this.array = array;
    this.hash = Arrays.hashCode(array);
  }

  /**
   * The bytes of an array.
   *
   * @param array the bytes, which are copied
   * @return the byte string
   */
  public static Bytes of(byte[] array) {
    return new Bytes(array.clone());
  }

  /**
   * The bytes of an array that may be absent.
   *
   * @param array the bytes, which are copied, or null
   * @return the byte string, or null for null
   */
  public static @Nullable Bytes ofNullable(byte @Nullable [] array) {
    return array == null ? null : of(array);
  }

  /**
   * The bytes of a text in UTF-8.
   *
   * @param text the text
   * @return the byte string
   */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes of a segment.
   *
   * @param segment the bytes, which are copied
   * @return the byte string
   */
  public static Bytes of(MemorySegment segment) {
    return new Bytes(segment.toArray(ValueLayout.JAVA_BYTE));
  }

  /**
   * The bytes as an array.
   *
   * @return a copy
   */
  public byte[] toArray() {
    return array.clone();
  }

  /**
   * How many bytes there are.
   *
   * @return the length
   */
  public int length() {
    return array.length;
  }

  /**
   * The first bytes.
   *
   * @param length how many, at most all
   * @return the byte string of these
   */
  public Bytes head(int length) {
    return new Bytes(Arrays.copyOf(array, Math.min(length, array.length)));
  }

  @Override
  public int compareTo(Bytes that) {
    return Arrays.compareUnsigned(array, that.array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && hash == that.hash && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * As text if it is printable, otherwise in hexadecimal; if long, its beginning, length and
   * checksum.
   */
  @Override
  public String toString() {
    if (array.length <= PRINTED_WHOLE) {
      return quoted(array);
    }
    CRC32C crc = new CRC32C();
    crc.update(array);
    return String.format(
        "%s...(%d bytes, crc %08x)",
        quoted(Arrays.copyOf(array, PRINTED_HEAD)), array.length, crc.getValue());
  }

  private static String quoted(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b > '~' || b == '"' || b == '\\') {
        return "0x" + HexFormat.of().formatHex(bytes);
      }
    }
    return '"' + new String(bytes, StandardCharsets.US_ASCII) + '"';
  }
}
