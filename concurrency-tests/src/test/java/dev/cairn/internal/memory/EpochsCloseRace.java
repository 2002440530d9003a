package dev.cairn.internal.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Who pins while another closes, is refused or waited for. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "pinned, and the memory is there")
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "pinned, and the memory is gone")
@State
public class EpochsCloseRace {
  private final Epochs epochs = new Epochs();
  private int memory = 1;

  @Actor
  public void read(I_Result r) {
    Epochs.Pin pin;
    try {
      pin = epochs.pin();
    } catch (IllegalStateException closed) {
      r.r1 = -1;
      return;
    }
    r.r1 = memory;
    epochs.unpin(pin);
  }

  @Actor
  public void close() {
    epochs.close();
    memory = 0;
  }
}
