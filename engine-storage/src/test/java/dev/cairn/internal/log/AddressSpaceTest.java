package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.OutOfSpaceException;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
  private static final int SEGMENT_BYTES = 4096;
  private static final int UNITS_PER_NUMBER = SEGMENT_BYTES / 8;

  private final AddressSpace addresses = new AddressSpace(SEGMENT_BYTES);

  @Test
  void everyAddressOfASegmentLeadsToIt() {
    LogSegment first = put(SEGMENT_BYTES);
    LogSegment second = put(SEGMENT_BYTES);

    assertThat(addresses.find(0)).isSameAs(first);
    assertThat(addresses.find(UNITS_PER_NUMBER - 1)).isSameAs(first);
    assertThat(addresses.find(UNITS_PER_NUMBER)).isSameAs(second);
    assertThat(addresses.find(2 * UNITS_PER_NUMBER)).isNull();
  }

  @Test
  void anAddressAndItsOffsetAreTheSameThing() {
    put(SEGMENT_BYTES);
    LogSegment segment = put(SEGMENT_BYTES);

    for (long offset = 0; offset < SEGMENT_BYTES; offset += 8) {
      long address = segment.address(offset);

      assertThat(addresses.find(address)).isSameAs(segment);
      assertThat(segment.offset(address)).isEqualTo(offset);
    }
  }

  @Test
  void aLargeSegmentOwnsSeveralNumbers() {
    LogSegment large = put(3 * SEGMENT_BYTES);
    LogSegment next = put(SEGMENT_BYTES);

    assertThat(next.number()).isEqualTo(3);
    assertThat(addresses.find(3 * UNITS_PER_NUMBER - 1)).isSameAs(large);
    assertThat(addresses.find(3 * UNITS_PER_NUMBER)).isSameAs(next);
  }

  @Test
  void theLowestNumbersThatAreFreeTogetherAreTaken() {
    LogSegment a = put(SEGMENT_BYTES);
    put(SEGMENT_BYTES);
    LogSegment c = put(2 * SEGMENT_BYTES);
    put(SEGMENT_BYTES);
    addresses.remove(a);
    addresses.remove(c);

    assertThat(addresses.take(2 * SEGMENT_BYTES)).isEqualTo(2);
    assertThat(addresses.take(2 * SEGMENT_BYTES)).isEqualTo(5);
    assertThat(addresses.take(SEGMENT_BYTES)).isZero();
  }

  @Test
  void aRemovedSegmentIsNotFound() {
    LogSegment segment = put(2 * SEGMENT_BYTES);

    addresses.remove(segment);

    assertThat(addresses.find(0)).isNull();
    assertThat(addresses.find(UNITS_PER_NUMBER)).isNull();
  }

  @Test
  void numbersOfAnEarlierOpeningAreKeptFree() {
    addresses.take(0, SEGMENT_BYTES);
    addresses.take(2, 2 * SEGMENT_BYTES);

    assertThat(addresses.take(2 * SEGMENT_BYTES)).isEqualTo(4);
    assertThat(addresses.take(SEGMENT_BYTES)).isEqualTo(1);
  }

  @Test
  void growsToThousandsOfSegments() {
    for (int i = 0; i < 2_000; i++) {
      assertThat(put(SEGMENT_BYTES).number()).isEqualTo(i);
    }

    assertThat(addresses.find(1_999L * UNITS_PER_NUMBER)).isNotNull();
    assertThat(addresses.find(1L << AddressSpace.ADDRESS_BITS)).isNull();
  }

  @Test
  void aLogTooLongForItsAddressesIsRefused() {
    long allBytes = 8L << AddressSpace.ADDRESS_BITS;
    AddressSpace coarse = new AddressSpace(1 << 30);
    coarse.take(0, allBytes - (1L << 30));
    assertThat(coarse.take(1L << 30)).isEqualTo((int) (allBytes >> 30) - 1);

    assertThatThrownBy(() -> coarse.take(1))
        .isInstanceOf(OutOfSpaceException.class)
        .hasMessageContaining(allBytes / (1L << 30) + " segments");
  }

  private LogSegment put(long capacityBytes) {
    int number = addresses.take(capacityBytes);
    LogSegment segment =
        new LogSegment(
            SegmentPlace.of(number + 1, number, SEGMENT_BYTES, 42),
            0,
            capacityBytes,
            null,
            null,
            null);
    addresses.put(segment);
    return segment;
  }
}
