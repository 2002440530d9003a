package dev.cairn.testkit.mutant;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreLockedException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.BudgetCampaign;
import dev.cairn.testkit.gate.CloseCampaign;
import dev.cairn.testkit.gate.CrashCampaign;
import dev.cairn.testkit.gate.DamageCampaign;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.gate.FaultCampaign;
import dev.cairn.testkit.gate.InterruptCampaign;
import dev.cairn.testkit.gate.LoanCampaign;
import dev.cairn.testkit.gate.ModelCampaign;
import dev.cairn.testkit.gate.SharingCampaign;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** A campaign that hunts a mutant, a part as long as the gate of a build at most. */
public enum Killer {
  /** Crash states. */
  CRASH("crash states", 30_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      CrashCampaign campaign = new CrashCampaign(engine, SEED);
      return new Hunt(campaign::run, campaign::stateCount);
    }
  },
  /** Faults of file operations; a workload at a time. */
  FAULT("faults", 2) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      FaultCampaign campaign = new FaultCampaign(engine, SEED, (int) limit());
      return new Hunt(_ -> campaign.run(), campaign::faultCount);
    }
  },
  /** Flipped bits, cut and missing files of a closed store. */
  DAMAGE_CLOSED("harms", 1) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      return damage(engine, DamageCampaign.Ending.CLOSED);
    }
  },
  /** Flipped bits, cut and missing files of a killed store. */
  DAMAGE_KILLED("harms", 1) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      return damage(engine, DamageCampaign.Ending.KILLED);
    }
  },
  /** Operations compared with a map. */
  MODEL("operations", 200_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      ModelCampaign campaign = new ModelCampaign(List.of(engine), SEED);
      return new Hunt(campaign::run, campaign::operationCount);
    }
  },
  /** Stores closed while they are used. */
  CLOSE("closed stores", 500) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      CloseCampaign campaign = new CloseCampaign(engine, SEED);
      return new Hunt(limit -> campaign.run((int) limit), campaign::roundCount);
    }
  },
  /** Values read while others write. */
  SHARING("values read", 20_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      SharingCampaign campaign = new SharingCampaign(engine, SEED);
      return new Hunt(limit -> campaign.run((int) limit), campaign::readCount);
    }
  },
  /** Values lent while others write. */
  LOAN("loans", 20) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      LoanCampaign campaign = new LoanCampaign(engine);
      return new Hunt(limit -> campaign.run((int) limit), () -> campaign.loanCount() + 1);
    }
  },
  /** Interrupts. */
  INTERRUPT("interrupts", 2_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      InterruptCampaign campaign = new InterruptCampaign(engine, directory, SEED);
      return new Hunt(limit -> campaign.run((int) limit), campaign::interruptCount);
    }
  },
  /** A store of many times its budget. */
  BUDGET("bytes counted", 32 << 20) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      BudgetCampaign campaign = new BudgetCampaign(engine, directory, () -> 0);
      return new Hunt(campaign::run, campaign::countedBytes);
    }
  },
  /** A second opener. */
  OWNER("second opener", 1) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      MemoryVfs files = new MemoryVfs();
      return new Hunt(_ -> openTwice(engine, files), () -> 1);
    }
  };

  private static final Seed SEED = new Seed(0x3474);

  private final String unit;
  private final long limit;

  Killer(String unit, long limit) {
    this.unit = unit;
    this.limit = limit;
  }

  /** What a hunt runs, up to a limit, and how far it has come. */
  record Hunt(Run run, LongSupplier count) {}

  /** Runs until something fails or the limit is reached. */
  @FunctionalInterface
  interface Run {
    void run(long limit) throws Exception;
  }

  abstract Hunt hunt(EngineFixture engine, Path directory);

  String unit() {
    return unit;
  }

  long limit() {
    return limit;
  }

  private static Hunt damage(EngineFixture engine, DamageCampaign.Ending ending) {
    DamageCampaign campaign = new DamageCampaign(engine, SEED, ending);
    campaign.remove();
    campaign.flip(1);
    campaign.cut();
    campaign.shuffle();
    return new Hunt(_ -> campaign.run(), campaign::harmCount);
  }

  private static void openTwice(EngineFixture engine, MemoryVfs files) {
    try (KeyValueStore _ = engine.open(files, Durability.PROCESS)) {
      engine.open(files, Durability.PROCESS).close();
    } catch (StoreLockedException refused) {
      return;
    }
    throw new AssertionError("two openers have the same store");
  }
}
