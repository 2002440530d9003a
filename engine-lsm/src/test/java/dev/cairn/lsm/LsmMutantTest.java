package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.neverThrow;
import static dev.cairn.testkit.edit.Edit.sabotage;
import static dev.cairn.testkit.edit.Edit.sabotageStatic;

import dev.cairn.internal.salvage.DamagedFile;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.mutant.Killer;
import dev.cairn.testkit.mutant.Mutant;
import dev.cairn.testkit.mutant.MutantGate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gates find bugs of the LSM store; those of the log below it die with the hash store. */
class LsmMutantTest extends MutantGate {
  LsmMutantTest() {
    super(new LsmFixture(), mutants());
  }

  @Test
  void theDocumentNamesEachMutant() throws IOException {
    requireDocumented();
  }

  private static Mutant mutant(String name, Class<?> place, Edit edit, Killer killer) {
    return new Mutant(name, place.getName(), edit, killer);
  }

  private static List<Mutant> mutants() {
    return List.of(
        // Durability.
        mutant(
            "a write that is acknowledged without the force it asked for",
            LsmWriter.class,
            forgetCall("end", "sync"),
            Killer.CRASH),
        mutant(
            "closing that leaves the last writes in memory",
            LsmParts.class,
            doNothing("saveAtClose"),
            Killer.CRASH),
        mutant(
            "closing that does not say how far the log was forced",
            VersionSet.class,
            doNothing("saveDurablePosition"),
            Killer.DAMAGE_CLOSED),
        mutant(
            "a table that the manifest has before it is on the device",
            TableFileWriter.class,
            forgetCall("writeFooter", "sync"),
            Killer.CRASH),
        mutant(
            "segments of the log that go before the manifest has their table",
            VersionSet.class,
            forgetCall("takeEffect", "write"),
            Killer.CRASH),
        mutant(
            "a memtable that is replayed and ends nowhere",
            Replay.class,
            forgetCall("visit", "endAt"),
            Killer.CRASH),
        mutant(
            "ingested tables that are there before the sequence that they have",
            LsmWriter.class,
            forgetCall("addIngested", "sync"),
            Killer.CRASH),
        mutant(
            "a cursor without the records that nobody has linked",
            MemtableIndex.class,
            decide("cursors", -1, false),
            Killer.MODEL),
        mutant(
            "ingested pairs that nobody sees before the next write",
            LsmWriter.class,
            forgetCall("addIngested", "show"),
            Killer.MODEL),
        // What a flush writes.
        mutant(
            "a flush that writes the oldest version of a key first",
            NodeLinker.class,
            sabotageStatic("sorted", "sort", "sortWithIndexesReversed"),
            Killer.MODEL),
        mutant(
            "keys that begin alike and are flushed as they came",
            NodeLinker.class,
            doNothing("sort"),
            Killer.MODEL),
        mutant(
            "a filter that is asked for a key by another hash",
            TableWriter.class,
            forgetCall("addHash", "hash"),
            Killer.MODEL),
        // What compaction keeps.
        mutant(
            "a delete that is dropped while something older lies below",
            VersionFilter.class,
            doNothing("liesBelow"),
            Killer.MODEL),
        mutant(
            "an entry that is dropped while a snapshot sees it",
            VersionFilter.class,
            doNothing("stripe"),
            Killer.MODEL),
        mutant(
            "a removed range that is forgotten by a compaction",
            VersionFilter.class,
            forgetCall("tombstonesToKeep", "add"),
            Killer.MODEL),
        mutant(
            "a sequence that is dropped while a snapshot tells by it",
            VersionFilter.class,
            doNothing("sequenceToKeep"),
            Killer.MODEL),
        // What happens to tables at the same time.
        mutant(
            "tables of a compaction that another takes too",
            Compactor.class,
            forgetCall("take", "forEach"),
            Killer.SHARING),
        mutant(
            "a compaction that does not wait for who helps with it",
            PartedWork.class,
            forgetCall("run", "arriveAndAwaitAdvance"),
            Killer.SHARING),
        mutant(
            "two versions that follow the same one",
            VersionSet.class,
            forgetCall("install", "lock").and(forgetCall("install", "unlock")),
            Killer.SHARING),
        // Readers.
        mutant(
            "a memtable whose memory goes while it is being read",
            Views.class,
            sabotage("replace", "retire", "freeAtOnce"),
            Killer.SHARING),
        // Damage.
        mutant(
            "a block whose checksum is not compared",
            TableFile.class,
            neverThrow("requireChecksum"),
            Killer.DAMAGE_CLOSED),
        mutant(
            "a manifest whose checksum is not compared",
            Manifest.class,
            neverThrow("parse"),
            Killer.DAMAGE_CLOSED),
        mutant(
            "a bad sector that costs all that was asked for with it",
            DamagedFile.class,
            sabotage("readSectors", "read", "readNothing"),
            Killer.SALVAGE),
        // Opening and closing.
        mutant(
            "a failed opening that keeps its files and its lock",
            LsmOpening.class,
            forgetCall("open", "runAll"),
            Killer.FAULT),
        mutant(
            "a lock that is given up at once",
            LsmOpening.class,
            sabotage("open", "lock", "lockForAMoment"),
            Killer.OWNER),
        mutant(
            "closing that does not wait for writers",
            LsmWriter.class,
            doNothing("close"),
            Killer.CLOSE));
  }
}
