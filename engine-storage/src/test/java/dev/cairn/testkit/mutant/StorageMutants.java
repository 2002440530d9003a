package dev.cairn.testkit.mutant;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.sabotage;

import java.util.ArrayList;
import java.util.List;

/** Bugs in what all engines stand on. */
public final class StorageMutants {
  private static final String LOG = "dev.cairn.internal.log.Log";
  private static final String TAIL = "dev.cairn.internal.log.LogTail";
  private static final String LATCH = "dev.cairn.internal.log.FailureLatch";
  private static final String SEGMENT = "dev.cairn.internal.log.LogSegment";
  private static final String FORMAT = "dev.cairn.internal.log.LogFormat";
  private static final String RECOVERY = "dev.cairn.internal.log.LogRecovery";
  private static final String SCANNER = "dev.cairn.internal.log.LogScanner";
  private static final String FILES = "dev.cairn.internal.log.SegmentFiles";
  private static final String PREPARER = "dev.cairn.internal.log.SegmentPreparer";
  private static final String MEMORY = "dev.cairn.internal.log.SegmentMemory";
  private static final String REPLACEMENT = "dev.cairn.internal.store.FileReplacement";

  /** A run whose store is not opened anew: an opening would find the bug before a crash does. */
  private static final int LONG_LIFE = 1;

  private StorageMutants() {}

  /**
   * The mutants that an engine's stores show.
   *
   * @param unseen the names of those that do no harm there
   * @return the others
   */
  public static List<Mutant> without(String... unseen) {
    List<Mutant> seen = new ArrayList<>(all());
    for (String name : unseen) {
      if (!seen.removeIf(mutant -> mutant.name().equals(name))) {
        throw new IllegalArgumentException("no such mutant: " + name);
      }
    }
    return seen;
  }

  /**
   * The mutants, each with the campaign that kills it.
   *
   * @return the list
   */
  public static List<Mutant> all() {
    return List.of(
        // Durability.
        new Mutant(
            "a force that does not sync the files", LOG, forgetCall("force", "sync"), Killer.CRASH),
        new Mutant(
            "a write that survives the process only if another follows",
            TAIL,
            forgetCall("finish", "flush"),
            Killer.CRASH),
        new Mutant(
                "a force that leaves the newest records in memory",
                TAIL,
                forgetCall("unforced", "flushByCall"),
                Killer.CRASH)
            .from(LONG_LIFE),
        new Mutant(
            "a sealed segment that no force covers", TAIL, forgetCall("roll", "add"), Killer.CRASH),
        new Mutant(
            "a segment that is filled during a force and that no later one covers",
            TAIL,
            sabotage("forced", "removeIf", "removeAll"),
            Killer.CONCURRENT_CRASH),
        new Mutant(
            "a name that is not on the device when its segment is",
            FILES,
            forgetCall("syncNames", "syncDirectory"),
            Killer.CRASH),
        new Mutant(
            "the header of a segment that is gone that is taken for damage",
            "dev.cairn.internal.log.SegmentHeader",
            doNothing("isOfGone"),
            Killer.CRASH),
        new Mutant(
            "a file put in another's place before its bytes are on the device",
            REPLACEMENT,
            forgetCall("replace", "sync"),
            Killer.CRASH),
        new Mutant(
            "a file put in another's place whose name is not on the device",
            REPLACEMENT,
            forgetCall("replace", "syncDirectory"),
            Killer.CRASH),
        new Mutant(
            "a file deleted before the one in its place has its name",
            REPLACEMENT,
            sabotage("replace", "rename", "deleteAndRename"),
            Killer.CRASH),
        // Failures.
        new Mutant(
            "a failed sync that is tried again",
            LOG,
            sabotage("force", "sync", "syncAgain"),
            Killer.FAULT),
        new Mutant(
            "a failed sync that is passed over",
            LOG,
            sabotage("force", "sync", "syncOrNot"),
            Killer.FAULT),
        new Mutant("writable after a failed sync", LATCH, doNothing("requireSound"), Killer.FAULT),
        new Mutant(
            "a failed copy to the file that is passed over",
            SEGMENT,
            sabotage("flush", "copyIn", "copyOrNot"),
            Killer.FAULT),
        new Mutant(
            "bytes of a failed force that are believed to be on the device after opening",
            RECOVERY,
            doNothing("writeAgain"),
            Killer.FAULT),
        // Recovery.
        new Mutant(
            "a torn batch that is applied as far as it goes",
            SCANNER,
            sabotage("scan", "batchEnd", "batchOfNothing"),
            Killer.CRASH),
        new Mutant(
            "what was cut off comes back behind what is written in its place",
            RECOVERY,
            forgetCall("clear", "writeZeros"),
            Killer.CRASH),
        new Mutant(
            "damage below what was forced that is taken for a torn write",
            RECOVERY,
            doNothing("requireNothingForcedAfter"),
            Killer.DAMAGE_KILLED),
        new Mutant(
            "a log that does not say what was forced",
            TAIL,
            doNothing("appendMark"),
            Killer.DAMAGE_KILLED),
        // Checksums.
        new Mutant(
            "a record's checksum that recovery does not compare",
            SCANNER,
            decide("isWhole", -1, false),
            Killer.DAMAGE_CLOSED),
        new Mutant(
            "a record's checksum that a read from the file does not compare",
            SEGMENT,
            doNothing("requireChecksum"),
            Killer.DAMAGE_CLOSED),
        new Mutant(
            "a record's checksum that is right in any place",
            FORMAT,
            doNothing("mask"),
            Killer.MISDIRECTION),
        // Salvage.
        new Mutant(
            "records that salvage does not find, and says nothing of",
            "dev.cairn.internal.log.LogSalvage",
            forgetCall("scan", "reportLost"),
            Killer.SALVAGE),
        // Memory and files.
        new Mutant(
            "a budget that is counted and not kept",
            "dev.cairn.internal.memory.MemoryBudget",
            decide("tryReserve", 0, true),
            Killer.BUDGET),
        new Mutant(
            "memory borrowed for a look at a segment that is not given back",
            "dev.cairn.internal.log.SegmentLoader",
            forgetCall("visit", "endLook"),
            Killer.CLOSE),
        new Mutant(
            "a prepared segment's memory that is not given back",
            PREPARER,
            forgetCall("discard", "giveBack"),
            Killer.CLOSE),
        new Mutant(
            "memory used again while a reader has it",
            "dev.cairn.internal.memory.Epochs",
            decide("oldestPinned", -1, true),
            Killer.LOAN),
        new Mutant(
            "closing that does not wait for readers",
            "dev.cairn.internal.memory.Epochs",
            decide("oldestPinned", -1, true),
            Killer.CLOSE),
        new Mutant("a window that stays open", SEGMENT, doNothing("closeWindow"), Killer.FAULT),
        new Mutant(
            "a deleted segment's file that stays open",
            FILES,
            forgetCall("recycle", "close"),
            Killer.FAULT),
        // Locks.
        new Mutant(
            "an append without the log's lock",
            TAIL,
            forgetCall("append", "lock").and(forgetCall("append", "unlock")),
            Killer.SHARING),
        new Mutant(
            "an interrupt that is swallowed",
            "dev.cairn.internal.vfs.OsFile",
            forgetCall("repeatable", "interrupt"),
            Killer.INTERRUPT));
  }
}
