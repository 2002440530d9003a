package dev.cairn.lsm;

import java.util.List;
import java.util.Set;

/**
 * How one version follows from another.
 *
 * @param removed the ids of tables that go
 * @param added the tables that come
 */
record VersionEdit(Set<Long> removed, List<Added> added) {
  /** A table and its level. */
  record Added(int level, Table table) {}
}
