package dev.cairn.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a pinned reader has found is not freed before the pin ends. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "found, and there")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the next was found")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "freed while it was pinned")
@State
public class EpochsRace {
  private final Epochs epochs = new Epochs();
  private volatile int found = 1;

  // As memory is freed: by a plain write.
  private int first = 1;

  @Actor
  public void read(II_Result r) {
    Epochs.Pin pin = epochs.pin();
    r.r1 = found;
    r.r2 = r.r1 == 1 ? first : 1;
    epochs.unpin(pin);
  }

  @Actor
  public void replace() {
    found = 2;
    epochs.retire(() -> first = 0);
  }
}
