package dev.cairn.cli;

import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import dev.cairn.cli.session.Table;
import dev.cairn.lsm.LsmTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of an LSM store, and what is in one, as text. */
final class TablesText {
  private final Notation notation;

  TablesText(Notation notation) {
    this.notation = notation;
  }

  /** A line for each table. */
  String table(List<LsmTable> tables) {
    Table lines =
        new Table()
            .words("table")
            .figures("level", "size", "entries", "deletes", "removed ranges")
            .words("compression")
            .words("from")
            .words("to below");
    for (LsmTable table : tables) {
      lines.row(
          table.fileName(),
          Integer.toString(table.level()),
          Figures.bytes(table.fileBytes()),
          Figures.count(table.entries()),
          Figures.count(table.deletes()),
          Figures.count(table.removedRanges()),
          table.compression(),
          notation.show(table.lower()),
          upper(table));
    }
    return lines.toString();
  }

  private String upper(LsmTable table) {
    byte[] upper = table.upper();
    return upper == null ? "" : notation.show(upper);
  }

  /** A line for each property. */
  String table(LsmTable table) {
    Table lines = new Table().words("").figures("");
    lines.row("level", Integer.toString(table.level()));
    lines.row("file", Figures.count(table.fileBytes()) + " B");
    lines.row("entries", Figures.count(table.entries()));
    lines.row("deletes", Figures.count(table.deletes()));
    lines.row("removed ranges", Figures.count(table.removedRanges()));
    lines.row("keys", Figures.count(table.keyBytes()) + " B");
    lines.row("values", Figures.count(table.valueBytes()) + " B");
    lines.row("blocks", Figures.count(table.dataBlocks()));
    lines.row("compression", table.compression());
    lines.row("before compression", Figures.count(table.contentBytes()) + " B");
    lines.row("partitions of the index", Figures.count(table.partitions()));
    lines.row("filter bits per key", Figures.count(table.bloomBitsPerKey()));
    return lines.toString();
  }

  /** An entry: key, sequence, bytes of the value or a dash. */
  String line(byte[] key, long sequence, boolean isDelete, int valueBytes) {
    return notation.show(key) + "\t" + sequence + "\t" + (isDelete ? "-" : valueBytes) + "\n";
  }

  /** One object with all tables. */
  String json(List<LsmTable> tables) {
    return Json.of(Map.of("tables", tables.stream().map(this::members).toList())) + "\n";
  }

  /** An object for one table. */
  String json(LsmTable table) {
    return Json.of(members(table)) + "\n";
  }

  /** An object for an entry. */
  String json(byte[] key, long sequence, boolean isDelete, int valueBytes) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", notation.show(key));
    members.put("sequence", sequence);
    members.put("delete", isDelete);
    members.put("valueBytes", valueBytes);
    return Json.of(members) + "\n";
  }

  /** Named like the API's; {@code upper} is absent where no key is above all of the table's. */
  private Map<String, Object> members(LsmTable table) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("fileName", table.fileName());
    members.put("level", table.level());
    members.put("fileBytes", table.fileBytes());
    members.put("entries", table.entries());
    members.put("deletes", table.deletes());
    members.put("removedRanges", table.removedRanges());
    members.put("keyBytes", table.keyBytes());
    members.put("valueBytes", table.valueBytes());
    members.put("dataBlocks", table.dataBlocks());
    members.put("compression", table.compression());
    members.put("contentBytes", table.contentBytes());
    members.put("partitions", table.partitions());
    members.put("bloomBitsPerKey", table.bloomBitsPerKey());
    members.put("lower", notation.show(table.lower()));
    byte[] upper = table.upper();
    if (upper != null) {
      members.put("upper", notation.show(upper));
    }
    return members;
  }
}
