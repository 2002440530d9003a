package dev.cairn.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The keys that a run uses, chosen to be awkward: the empty key, keys that are prefixes of others,
 * long shared prefixes, runs of 0xff, keys that differ in the sign bit of a byte only, long keys.
 */
final class KeyPool {
  private static final int HOT_KEYS = 8;

  private final List<Bytes> keys;

  KeyPool(RandomGenerator random, Shape shape) {
    Set<Bytes> distinct = new HashSet<>();
    keys = new ArrayList<>();
    keys.add(Bytes.EMPTY);
    distinct.add(Bytes.EMPTY);
    for (int tries = 0; distinct.size() < shape.keyCount(); tries++) {
      Bytes key = Bytes.of(newKey(random)).head(shape.maxKeyBytes());
      // With very short keys the awkward ones run out; a counter always finds another.
      Bytes usable = tries < 10 * shape.keyCount() ? key : Bytes.of("k" + tries);
      if (distinct.add(usable)) {
        keys.add(usable);
      }
    }
  }

  private byte[] newKey(RandomGenerator random) {
    int choice = random.nextInt(100);
    if (choice < 45) {
      return text("k" + random.nextInt(100_000));
    }
    if (choice < 65) {
      return text("a/prefix/that/many/keys/have/in/common/" + random.nextInt(100_000));
    }
    if (choice < 78) {
      return randomBytes(random, random.nextInt(1, 20));
    }
    if (choice < 84) {
      byte[] run = new byte[random.nextInt(1, 6)];
      Arrays.fill(run, random.nextBoolean() ? (byte) 0xff : 0);
      return run;
    }
    if (choice < 97) {
      byte[] shorter = keys.get(random.nextInt(keys.size())).toArray();
      byte[] longer = Arrays.copyOf(shorter, shorter.length + 1);
      longer[shorter.length] = (byte) random.nextInt(256);
      return longer;
    }
    return randomBytes(random, random.nextInt(100, random.nextInt(10) == 0 ? 65_536 : 2_000));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] randomBytes(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A key, in two cases of five one of a few hot ones. */
  Bytes pick(RandomGenerator random) {
    boolean hot = random.nextInt(5) < 2;
    return keys.get(random.nextInt(hot ? Math.min(HOT_KEYS, keys.size()) : keys.size()));
  }
}
