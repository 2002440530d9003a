package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose operations are counted, and fail on request.
 *
 * <p>Counted are all operations that ask the system for something; closing, unlocking and naming
 * are not. To let every operation of a workload fail once, run it with {@link #failAt} 1, then with
 * {@link #firstStruck} + 1 and so on, until nothing was struck. Several threads may use it, but
 * then an operation has another number in each run.
 */
public final class FaultyVfs extends ForwardingVfs {
  private final FaultSchedule schedule = new FaultSchedule();

  /**
   * Wraps a directory.
   *
   * @param inner the directory; if it is a {@link CrashableVfs}, a failed sync loses what it should
   *     have brought to the device
   */
  public FaultyVfs(Vfs inner) {
    super(inner);
  }

  /**
   * Arms a fault, in place of any other. It strikes the first operation from the given one on that
   * it can strike at all.
   *
   * @param operation the operation's number; the first of all is 1
   * @param fault how it fails
   * @param span whether that passes
   */
  public void failAt(long operation, Fault fault, FaultSpan span) {
    schedule.failAt(operation, fault, span);
  }

  /** Lets nothing fail any more. */
  public void heal() {
    schedule.heal();
  }

  /**
   * Counts the operations so far.
   *
   * @return how many there were, failed ones too
   */
  public long operations() {
    return schedule.operations();
  }

  /**
   * Finds what the fault struck.
   *
   * @return the number of the first operation struck since {@link #failAt}, if any was
   */
  public OptionalLong firstStruck() {
    return schedule.firstStruck();
  }

  /**
   * Finds whom the fault struck first.
   *
   * @return the thread that asked for the operation of {@link #firstStruck}, or null
   */
  public @Nullable Thread firstStruckThread() {
    return schedule.firstStruckThread();
  }

  /**
   * Finds whether the fault struck a read first.
   *
   * @return whether the operation of {@link #firstStruck} was to read bytes of a file
   */
  public boolean hasStruckRead() {
    return schedule.hasStruckRead();
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    schedule.pass(mode == OpenMode.CREATE ? Operation.CREATE : Operation.OPEN, describe(name));
    return new FaultyFile(super.open(name, mode), schedule, describe(name));
  }

  @Override
  public boolean exists(String name) {
    schedule.pass(Operation.EXISTS, describe(name));
    return super.exists(name);
  }

  @Override
  public List<String> list() {
    schedule.pass(Operation.LIST, "directory");
    return super.list();
  }

  @Override
  public long size(String name) {
    schedule.pass(Operation.SIZE, describe(name));
    return super.size(name);
  }

  @Override
  public void rename(String from, String to) {
    schedule.pass(Operation.RENAME, describe(from));
    super.rename(from, to);
  }

  @Override
  public void delete(String name) {
    schedule.pass(Operation.DELETE, describe(name));
    super.delete(name);
  }

  @Override
  public void syncDirectory() {
    schedule.pass(Operation.SYNC_DIRECTORY, "directory");
    super.syncDirectory();
  }

  @Override
  public VfsLock lock(String name) {
    schedule.pass(Operation.LOCK, describe(name));
    return super.lock(name);
  }
}
