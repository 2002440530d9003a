package dev.cairn.lsm;

/**
 * How tables are made.
 *
 * @param blockBytes the most that a block has, unless it has a single entry
 * @param bloomBitsPerKey 0 for no filters
 * @param compression of data blocks
 * @param hashSeed seeds the hashes of keys
 */
record TableShape(int blockBytes, int bloomBitsPerKey, Compression compression, long hashSeed) {}
