package dev.cairn.lsm;

import org.jspecify.annotations.Nullable;

/**
 * What a table of a store is, for people who look after one; see {@link LsmTables}.
 *
 * @param id names its file among all that the store ever has
 * @param fileName its file in the store's directory
 * @param level 0 for those that memtables were written to, which may overlap; greater for those
 *     that were merged
 * @param fileBytes how long the file is
 * @param entries how many entries it has, deletes among them
 * @param deletes how many of them are deletes
 * @param removedRanges how many ranges of keys it says were removed
 * @param keyBytes bytes of all keys
 * @param valueBytes bytes of all values
 * @param dataBlocks how many blocks have its entries
 * @param partitions how many pieces its index and filter have
 * @param compression the name of what compressed its blocks, {@code none} if nothing did, or if it
 *     is LZ4 and the table of a version that did not write it down
 * @param contentBytes bytes of the blocks before compression
 * @param bloomBitsPerKey what its filter was made with, 0 for none
 * @param lower the smallest key that it says anything about
 * @param upper a key above the greatest, or null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // For people to see; nobody compares.
public record LsmTable(
    long id,
    String fileName,
    int level,
    long fileBytes,
    long entries,
    long deletes,
    long removedRanges,
    long keyBytes,
    long valueBytes,
    long dataBlocks,
    long partitions,
    String compression,
    long contentBytes,
    long bloomBitsPerKey,
    byte[] lower,
    byte @Nullable [] upper) {
  /** Sees the entries of a table. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Sees one entry.
     *
     * @param key its key, the visitor's
     * @param sequence which of two entries of a key is the newer: the one with the greater; 0 if
     *     nothing is there any more that needs to know
     * @param isDelete whether it says that the key is absent
     * @param valueBytes how long its value is
     */
    void visit(byte[] key, long sequence, boolean isDelete, int valueBytes);
  }

  static LsmTable of(Table table, int level) {
    TableEntry entry = table.entry();
    TableProperties properties = table.properties();
    byte[] upper = entry.upper();
    return new LsmTable(
        entry.id(),
        TableFormat.fileName(entry.id()),
        level,
        entry.fileBytes(),
        properties.entries(),
        properties.deletes(),
        properties.rangeTombstones(),
        properties.keyBytes(),
        properties.valueBytes(),
        properties.dataBlocks(),
        properties.partitions(),
        table.compression().name(),
        properties.contentBytes(),
        properties.bloomBitsPerKey(),
        entry.lower().clone(),
        upper == null ? null : upper.clone());
  }
}
