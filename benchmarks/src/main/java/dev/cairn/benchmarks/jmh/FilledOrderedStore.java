package dev.cairn.benchmarks.jmh;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** An ordered store with all pairs below a count in it, shared by the threads of a trial. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class FilledOrderedStore extends Contents {
  /**
   * An engine on the class path that knows the order of its keys, or one in memory, such as {@code
   * bptree:memory}.
   */
  @Param({"bptree", "lsm"})
  public String engine;

  private OrderedStore store;

  /** JMH makes it. */
  public FilledOrderedStore() {}

  /**
   * Makes and fills the store.
   *
   * @throws IOException if there is no place for it
   */
  @Setup(Level.Trial)
  public void make() throws IOException {
    fill();
  }

  @Override
  void openStore() {
    store = (OrderedStore) openEngine(engine);
  }

  @Override
  OrderedStore store() {
    return store;
  }

  /** One thread's cursor over all pairs. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Walk extends PairChoice {
    private Cursor cursor;

    /** JMH makes it. */
    public Walk() {}

    /**
     * Opens the cursor.
     *
     * @param filled the store
     * @param thread tells which thread this is for
     */
    @Setup(Level.Iteration)
    public void open(FilledOrderedStore filled, ThreadParams thread) {
      cursor = filled.store.scan(KeyRange.all());
      begin(filled, thread);
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
      cursor.close();
    }

    Cursor cursor() {
      return cursor;
    }
  }
}
