package dev.cairn.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/** The codecs of usual types. All of them keep an order, so all of them do for keys and values. */
public final class Codecs {
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /**
   * Strings as UTF-8, in the order of their code points. That is the natural order of strings, but
   * for those that have a surrogate pair (an emoji, say) where the other has a character from
   * {@code U+E000} on: {@link String#compareTo} puts the pair first. A string with half a surrogate
   * pair has no encoding.
   */
  public static final OrderedCodec<String> UTF_8 = new Utf8Codec();

  /** Longs as 8 bytes, big-endian with the sign bit inverted, in their natural order. */
  public static final OrderedCodec<Long> LONG =
      OrderedCodec.of(Codecs::encodeLong, Codecs::decodeLong);

  /** Ints as 4 bytes, big-endian with the sign bit inverted, in their natural order. */
  public static final OrderedCodec<Integer> INT =
      OrderedCodec.of(Codecs::encodeInt, Codecs::decodeInt);

  /**
   * UUIDs as their two longs, in their natural order. That order takes the halves as signed, so the
   * bytes differ from the UUID's usual form in two bits.
   */
  public static final OrderedCodec<UUID> UUID =
      OrderedCodec.of(Codecs::encodeUuid, Codecs::decodeUuid);

  /**
   * Byte strings as they are, copied, in unsigned order. Two arrays with the same content are the
   * same key or value to a map's own methods; but {@code equals} and {@code hashCode} of a map, and
   * of its entries, ask the arrays, which know nothing of content.
   */
  public static final OrderedCodec<byte[]> BYTES =
      OrderedCodec.of(byte[]::clone, byte[]::clone, Arrays::compareUnsigned);

  private Codecs() {}

  private static byte[] encodeLong(long value) {
    byte[] bytes = new byte[Long.BYTES];
    BIG_ENDIAN_LONG.set(bytes, 0, value ^ Long.MIN_VALUE);
    return bytes;
  }

  private static long decodeLong(byte[] bytes) {
    requireBytes(bytes, Long.BYTES, "long");
    return (long) BIG_ENDIAN_LONG.get(bytes, 0) ^ Long.MIN_VALUE;
  }

  private static byte[] encodeInt(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    BIG_ENDIAN_INT.set(bytes, 0, value ^ Integer.MIN_VALUE);
    return bytes;
  }

  private static int decodeInt(byte[] bytes) {
    requireBytes(bytes, Integer.BYTES, "int");
    return (int) BIG_ENDIAN_INT.get(bytes, 0) ^ Integer.MIN_VALUE;
  }

  private static byte[] encodeUuid(UUID value) {
    byte[] bytes = new byte[2 * Long.BYTES];
    BIG_ENDIAN_LONG.set(bytes, 0, value.getMostSignificantBits() ^ Long.MIN_VALUE);
    BIG_ENDIAN_LONG.set(bytes, Long.BYTES, value.getLeastSignificantBits() ^ Long.MIN_VALUE);
    return bytes;
  }

  private static UUID decodeUuid(byte[] bytes) {
    requireBytes(bytes, 2 * Long.BYTES, "UUID");
    return new UUID(
        (long) BIG_ENDIAN_LONG.get(bytes, 0) ^ Long.MIN_VALUE,
        (long) BIG_ENDIAN_LONG.get(bytes, Long.BYTES) ^ Long.MIN_VALUE);
  }

  private static void requireBytes(byte[] bytes, int expected, String what) {
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          what + " of " + bytes.length + " bytes: expected " + expected);
    }
  }
}
