package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.neverThrow;
import static dev.cairn.testkit.edit.Edit.sabotage;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.mutant.Killer;
import dev.cairn.testkit.mutant.Mutant;
import dev.cairn.testkit.mutant.MutantGate;
import dev.cairn.testkit.mutant.StorageMutants;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gates find bugs of the hash store and of the log below it. */
class HashMutantTest extends MutantGate {
  HashMutantTest() {
    super(
        new HashFixture(),
        Stream.concat(StorageMutants.all().stream(), hashMutants().stream()).toList());
  }

  @Test
  void theDocumentNamesEachMutant() throws IOException {
    requireDocumented();
  }

  private static Mutant mutant(String name, Class<?> place, Edit edit, Killer killer) {
    return new Mutant(name, place.getName(), edit, killer);
  }

  private static List<Mutant> hashMutants() {
    return List.of(
        mutant(
            "a put that is acknowledged without the force it asked for",
            HashWriter.class,
            forgetCall("force", "sync"),
            Killer.CRASH),
        mutant(
                "a delete of an absent key that leaves the delete before it in memory",
                HashWriter.class,
                forgetCall("delete", "flush"),
                Killer.CRASH)
            .from(6),
        mutant(
            "closing that leaves the last writes in memory",
            Maintenance.class,
            doNothing("saveAtClose"),
            Killer.CRASH),
        mutant(
            "a segment that goes before its live records are on the device",
            Reclaim.class,
            callInstead("freeMoved", "syncSealed", "endPosition")
                .and(callInstead("freeAllMoved", "sync", "endPosition")),
            Killer.CRASH),
        mutant(
            "a segment that goes before the list without it",
            Reclaim.class,
            forgetCall("free", "changeNames"),
            Killer.CRASH),
        mutant(
            "a tombstone that is dropped too early",
            Reclaim.class,
            doNothing("moveDelete"),
            Killer.CRASH),
        mutant(
                "a tombstone that is moved behind a later put",
                Reclaim.class,
                decide("moveDelete", -1, false),
                Killer.CRASH)
            .from(1),
        mutant(
            "slots of an index image that lead to reclaimed segments",
            HashOpening.class,
            decide("liveSegments", -2, true),
            Killer.CRASH),
        mutant(
            "an index image newer than its log",
            IndexImageWriter.class,
            callInstead("write", "sync", "endPosition"),
            Killer.CRASH),
        mutant(
            "an image's part whose checksum is not compared",
            IndexImageReader.class,
            neverThrow("read"),
            Killer.DAMAGE_CLOSED),
        mutant(
            "a segment list whose checksum is not compared",
            SegmentList.class,
            neverThrow("parse"),
            Killer.DAMAGE_KILLED),
        new Mutant(
            "a segment that is missing, of which salvage says nothing",
            "dev.cairn.internal.log.LogPieces",
            forgetCall("find", "reportMissing"),
            Killer.SALVAGE),
        mutant(
            "a failed opening that keeps its files and its lock",
            HashOpening.class,
            doNothing("undo"),
            Killer.FAULT),
        mutant(
            "a lock that is given up at once",
            HashOpening.class,
            sabotage("openDirectory", "lock", "lockForAMoment"),
            Killer.OWNER),
        mutant(
            "a key that went on past a full group and is not counted there",
            GroupTable.class,
            doNothing("countOverflow"),
            Killer.MODEL),
        mutant(
            "a table that is filled without such counts",
            GroupTable.class,
            decide("fill", 2, true),
            Killer.MODEL),
        mutant(
            "closing that does not wait for writers",
            HashWriter.class,
            doNothing("close"),
            Killer.CLOSE));
  }
}
