package dev.cairn.cli.exchange;

/**
 * A line taken apart.
 *
 * @param key the key, still in its encoding
 * @param value the value, likewise
 */
record Fields(String key, String value) {}
