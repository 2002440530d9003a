package dev.cairn.cli.bench;

import dev.cairn.StoreStats;
import org.HdrHistogram.Histogram;

/**
 * What a phase showed.
 *
 * @param label the phase
 * @param pairCount pairs written or read
 * @param pairBytes bytes of key and value of a pair that was moved, 0 if none was
 * @param elapsedNanos from the start of the first thread to the end of the last
 * @param callNanos the time of each call
 * @param stats the store's figures afterwards
 */
public record PhaseResult(
    String label,
    long pairCount,
    int pairBytes,
    long elapsedNanos,
    Histogram callNanos,
    StoreStats stats) {

  long movedBytes() {
    return pairCount * pairBytes;
  }
}
