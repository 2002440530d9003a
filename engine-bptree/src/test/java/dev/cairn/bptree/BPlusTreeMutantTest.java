package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.neverThrow;
import static dev.cairn.testkit.edit.Edit.sabotage;

import dev.cairn.internal.log.LogRecovery;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.mutant.Killer;
import dev.cairn.testkit.mutant.Mutant;
import dev.cairn.testkit.mutant.MutantGate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gates find bugs of the B+ tree store; those of the log below it die with the hash store. */
class BPlusTreeMutantTest extends MutantGate {
  BPlusTreeMutantTest() {
    super(new BPlusTreeFixture(), mutants());
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
            "a load that returns before its pairs are on the device",
            StoreWriter.class,
            forgetCall("load", "run"),
            Killer.CRASH),
        mutant(
            "a write that is acknowledged without the force it asked for",
            StoreWriter.class,
            forgetCall("write", "sync"),
            Killer.CRASH),
        mutant(
                "a delete of an absent key that leaves the delete before it in memory",
                StoreWriter.class,
                forgetCall("delete", "flush"),
                Killer.CRASH)
            .from(17),
        mutant(
            "closing that leaves the last writes in memory",
            Maintenance.class,
            doNothing("saveAtClose"),
            Killer.CRASH),
        mutant(
            "a meta page that leads to pages that are not on the device",
            Checkpoint.class,
            forgetCall("run", "sync"),
            Killer.CRASH),
        mutant(
            "a checkpoint that does not force the segment in which recovery begins",
            Checkpoint.class,
            forgetCall("run", "syncBetween"),
            Killer.CRASH),
        mutant(
            "a second meta page that is written before the first is on the device",
            Checkpoint.class,
            forgetCall("writeMeta", "sync"),
            Killer.CRASH),
        mutant(
            "an opening that leaves the copies of the meta page as it found them",
            PageFileOpening.class,
            doNothing("repair"),
            Killer.CRASH),
        mutant(
                "a checkpoint that drops the log and leaves the meta page as it was",
                Checkpoint.class,
                forgetCall("run", "writeMeta"),
                Killer.CRASH)
            .from(1),
        mutant(
                "a checkpoint that leaves dirty pages out",
                Checkpoint.class,
                doNothing("writePages"),
                Killer.CRASH)
            .from(1),
        mutant(
                "a map of pages without the pages that it is in",
                Checkpoint.class,
                sabotage("begin", "with", "mapAsItIs"),
                Killer.CRASH)
            .from(1),
        mutant(
            "a map of pages with the pages that the map before was in",
            Checkpoint.class,
            forgetCall("begin", "clear"),
            Killer.MODEL),
        mutant(
            "a changed page that leaves memory and is not written",
            FramePool.class,
            forgetCall("tryEvict", "writeFrame"),
            Killer.SHARING),
        // Of the log, whose loss the hash store would notice in its index.
        mutant(
            "a missing segment that is not missed",
            LogRecovery.class,
            neverThrow("followChain"),
            Killer.DAMAGE_KILLED),
        // Views.
        mutant(
            "a page that is given up while a view has it",
            TreeWriter.class,
            decide("retire", 0, false),
            Killer.CRASH),
        mutant(
            "a page that leaves memory before a view's checkpoint has written it",
            TreeWriter.class,
            decide("retire", 1, false),
            Killer.CRASH),
        mutant(
            "a page that is changed in place while a view has it",
            TreeWriter.class,
            decide("editable", 1, false),
            Killer.MODEL),
        // Batches.
        mutant(
            "a way down that was found before pages were split",
            TreeWriter.class,
            forgetCall("forgetWay", "forgetAll"),
            Killer.MODEL),
        // Readers.
        mutant(
            "a reader that does not look whether its page has changed",
            Frames.class,
            decide("isUnchanged", 0, false),
            Killer.SHARING),
        // Damage.
        mutant(
            "a page whose checksum is not compared",
            PageFile.class,
            neverThrow("read"),
            Killer.DAMAGE_CLOSED),
        mutant(
            "a page that is taken for another",
            PageFile.class,
            decide("read", 2, true),
            Killer.MISDIRECTION),
        // Full disks.
        mutant(
            "a checkpoint that a full disk ends and that keeps its view and its map",
            Checkpoint.class,
            forgetCall("run", "abandon"),
            Killer.FAULT),
        // Opening and closing.
        mutant(
            "a failed opening that keeps its files and its lock",
            BPlusTreeOpening.class,
            forgetCall("undo", "runAll"),
            Killer.FAULT),
        mutant(
            "a lock that is given up at once",
            BPlusTreeOpening.class,
            sabotage("openDirectory", "lock", "lockForAMoment"),
            Killer.OWNER),
        mutant(
            "closing that does not wait for writers",
            StoreWriter.class,
            doNothing("close"),
            Killer.CLOSE));
  }
}
