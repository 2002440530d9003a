package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Footprint;
import java.util.OptionalLong;

/**
 * What a store takes in memory, beginning before it was opened.
 *
 * @param heapBytes live heap before
 * @param residentBytes memory of the process before, if the system tells
 */
record MemoryUse(long heapBytes, OptionalLong residentBytes) {
  static MemoryUse begin() {
    return new MemoryUse(ProcessUse.liveHeapBytes(), ProcessUse.residentBytes());
  }

  void record(Recorder recorder, String name, Scope scope, Footprint footprint, long pairCount) {
    long heapBytesNow = Math.max(0, ProcessUse.liveHeapBytes() - heapBytes);
    recorder.bytesPerPair(name + " heap a pair", scope, (double) heapBytesNow / pairCount);
    footprint
        .memoryBytes()
        .ifPresent(bytes ->
            recorder.bytesPerPair(
                name + " memory outside the heap a pair", scope, (double) bytes / pairCount));
    footprint
        .indexBytes()
        .ifPresent(bytes ->
            recorder.bytesPerPair(name + " index a pair", scope, (double) bytes / pairCount));
    OptionalLong residentNow = ProcessUse.residentBytes();
    if (residentNow.isPresent() && residentBytes.isPresent()) {
      recorder.bytesPerPair(
          name + " resident growth a pair",
          scope,
          (double) (residentNow.getAsLong() - residentBytes.getAsLong()) / pairCount);
    }
  }
}
