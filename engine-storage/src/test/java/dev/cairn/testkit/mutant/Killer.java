package dev.cairn.testkit.mutant;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreLockedException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.BudgetCampaign;
import dev.cairn.testkit.gate.CloseCampaign;
import dev.cairn.testkit.gate.ConcurrentCrashCampaign;
import dev.cairn.testkit.gate.CrashCampaign;
import dev.cairn.testkit.gate.DamageCampaign;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.gate.FaultCampaign;
import dev.cairn.testkit.gate.InterruptCampaign;
import dev.cairn.testkit.gate.LoanCampaign;
import dev.cairn.testkit.gate.ModelCampaign;
import dev.cairn.testkit.gate.SalvageCampaign;
import dev.cairn.testkit.gate.SharingCampaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A campaign that hunts a mutant; among threads, where chance has a part in it, much longer than
 * the gate of a build if need be. Its control is a hunt where there is none, in a build shorter:
 * what finds something there would kill any mutant.
 */
public enum Killer {
  /** Crash states. */
  CRASH("crash states", 60_000, 1_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      return hunt(engine, directory, 0);
    }

    @Override
    Hunt hunt(EngineFixture engine, Path directory, int firstRun) {
      CrashCampaign campaign = new CrashCampaign(engine, SEED, firstRun);
      return new Hunt(campaign::run, campaign::stateCount);
    }
  },
  /** Crash states of a disk to which several threads write at once. */
  CONCURRENT_CRASH("crash states", 20_000, 200) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      ConcurrentCrashCampaign campaign = new ConcurrentCrashCampaign(engine, SEED);
      return new Hunt(campaign::run, campaign::stateCount);
    }
  },
  /** Faults of file operations. */
  FAULT("faults", 10_000, 100) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      FaultCampaign campaign = new FaultCampaign(engine, SEED, FAULTY_WORKLOADS);
      return new Hunt(campaign::run, campaign::faultCount);
    }
  },
  /** Flipped bits, cut and missing files of a closed store. */
  DAMAGE_CLOSED("harms", 50_000, 200) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      return damage(engine, DamageCampaign.Ending.CLOSED);
    }
  },
  /** Flipped bits, cut and missing files of a killed store. */
  DAMAGE_KILLED("harms", 50_000, 200) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      return damage(engine, DamageCampaign.Ending.KILLED);
    }
  },
  /** Writes to the place of another, in a closed store. */
  MISDIRECTION("misdirected writes", 50_000, 100) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      DamageCampaign campaign = new DamageCampaign(engine, SEED, DamageCampaign.Ending.CLOSED);
      campaign.misdirect();
      return new Hunt(limit -> campaign.run((int) limit), campaign::harmCount);
    }
  },
  /** Missing files, bad sectors and flipped bits of a killed store that is salvaged. */
  SALVAGE("salvaged stores", 4_000, 100) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      SalvageCampaign campaign = new SalvageCampaign(engine, SEED, DamageCampaign.Ending.KILLED);
      campaign.remove();
      campaign.makeUnreadable();
      campaign.flip(BYTES_PER_FLIP);
      return new Hunt(limit -> campaign.run((int) limit), campaign::harmCount);
    }
  },
  /** Operations compared with a map. */
  MODEL("operations", 200_000, 10_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      ModelCampaign campaign = new ModelCampaign(List.of(engine), SEED);
      return new Hunt(campaign::run, campaign::operationCount);
    }
  },
  /** Stores closed while they are used. */
  CLOSE("closed stores", 5_000, 20) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      CloseCampaign campaign = new CloseCampaign(engine, SEED);
      return new Hunt(limit -> campaign.run((int) limit), campaign::roundCount);
    }
  },
  /** Values read while others write. */
  SHARING("values read", 100_000, 1_000) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      List<SharingCampaign> campaigns = new ArrayList<>();
      return new Hunt(
          limit -> {
            for (long left = limit; left > 0; left -= SHARED_AT_ONCE) {
              campaigns.add(new SharingCampaign(engine, SEED.derive(campaigns.size())));
              campaigns.getLast().run((int) Math.min(left, SHARED_AT_ONCE));
            }
          },
          () -> campaigns.stream().mapToLong(SharingCampaign::readCount).sum());
    }
  },
  /** Values lent while others write. */
  LOAN("loans", 20, 3) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      LoanCampaign campaign = new LoanCampaign(engine);
      return new Hunt(limit -> campaign.run((int) limit), () -> campaign.loanCount() + 1);
    }
  },
  /** Interrupts. */
  INTERRUPT("interrupts", 2_000, 100) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      InterruptCampaign campaign = new InterruptCampaign(engine, directory, SEED);
      return new Hunt(limit -> campaign.run((int) limit), campaign::interruptCount);
    }
  },
  /** A store of many times its budget. */
  BUDGET("bytes counted", 32 << 20, 8 << 20) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      BudgetCampaign campaign = new BudgetCampaign(engine, directory, () -> 0);
      return new Hunt(campaign::run, campaign::countedBytes);
    }
  },
  /** A second opener. */
  OWNER("second opener", 1, 1) {
    @Override
    Hunt hunt(EngineFixture engine, Path directory) {
      MemoryVfs files = new MemoryVfs();
      return new Hunt(_ -> openTwice(engine, files), () -> 1);
    }
  };

  private static final Seed SEED = new Seed(0x3475);
  private static final int FAULTY_WORKLOADS = 2;
  private static final int BYTES_PER_FLIP = 60;

  /** So that no campaign takes as long as threads that hang. */
  private static final int SHARED_AT_ONCE = 20_000;

  private final String unit;
  private final long limit;
  private final long controlLimit;

  Killer(String unit, long limit, long controlLimit) {
    this.unit = unit;
    this.limit = limit;
    this.controlLimit = controlLimit;
  }

  /** What a hunt runs, up to a limit, and how far it has come. */
  record Hunt(Run run, LongSupplier count) {}

  /** Runs until something fails or the limit is reached. */
  @FunctionalInterface
  interface Run {
    void run(long limit) throws Exception;
  }

  abstract Hunt hunt(EngineFixture engine, Path directory);

  /** The same from a run of the campaign on, where runs do not depend on those before. */
  Hunt hunt(EngineFixture engine, Path directory, int firstRun) {
    if (firstRun != 0) {
      throw new IllegalArgumentException(title() + " cannot begin with run " + firstRun);
    }
    return hunt(engine, directory);
  }

  /** Whether each of its stores lives in one thread, as in its gate. */
  boolean isOfOneThread() {
    return switch (this) {
      case CRASH, FAULT, DAMAGE_CLOSED, DAMAGE_KILLED, MISDIRECTION, SALVAGE, MODEL -> true;
      case CONCURRENT_CRASH, CLOSE, SHARING, LOAN, INTERRUPT, BUDGET, OWNER -> false;
    };
  }

  /** What the document calls it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  String unit() {
    return unit;
  }

  /** Where a hunt ends. */
  long limit() {
    return limit;
  }

  /** Where a hunt of a build ends that must find nothing. */
  long controlLimit() {
    return controlLimit;
  }

  private static Hunt damage(EngineFixture engine, DamageCampaign.Ending ending) {
    DamageCampaign campaign = new DamageCampaign(engine, SEED, ending);
    campaign.remove();
    campaign.flip(1, 1);
    campaign.cut(1);
    campaign.shuffle();
    return new Hunt(limit -> campaign.run((int) limit), campaign::harmCount);
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
