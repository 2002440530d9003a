package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link FaultyVfs}. */
final class FaultyFile extends ForwardingFile {
  private final VfsFile inner;
  private final FaultSchedule schedule;
  private final String where;

  FaultyFile(VfsFile inner, FaultSchedule schedule, String where) {
    super(inner);
    this.inner = inner;
    this.schedule = schedule;
    this.where = where;
  }

  @Override
  public long size() {
    schedule.pass(Operation.SIZE, where);
    return super.size();
  }

  @Override
  public int read(long position, MemorySegment target, long offset, int bytes) {
    schedule.pass(Operation.READ, where);
    return super.read(position, target, offset, bytes);
  }

  @Override
  public void write(long position, MemorySegment source, long offset, long bytes) {
    boolean isInside = position + bytes <= inner.size();
    Operation operation = isInside ? Operation.OVERWRITE : Operation.WRITE;
    writeOrFail(operation, super::write, position, source, offset, bytes);
  }

  @Override
  public void sync() {
    @Nullable Fault fault = schedule.count(Operation.SYNC);
    if (fault != null) {
      if (inner instanceof CrashableFile crashable) {
        crashable.failSync();
      }
      throw schedule.failure(fault, Operation.SYNC, where);
    }
    super.sync();
  }

  @Override
  public void truncate(long bytes) {
    schedule.pass(Operation.TRUNCATE, where);
    super.truncate(bytes);
  }

  @Override
  public void allocate(long bytes) {
    schedule.pass(Operation.ALLOCATE, where);
    super.allocate(bytes);
  }

  @Override
  public VfsWindow map(long bytes) {
    schedule.pass(Operation.MAP, where);
    return new FaultyWindow(super.map(bytes));
  }

  private void writeOrFail(
      Operation operation,
      Transfer transfer,
      long position,
      MemorySegment source,
      long offset,
      long bytes) {
    @Nullable Fault fault = schedule.count(operation);
    if (fault == null) {
      transfer.run(position, source, offset, bytes);
      return;
    }
    if (fault == Fault.SHORT_WRITE) {
      transfer.run(position, source, offset, bytes / 2);
    }
    throw schedule.failure(fault, operation, where);
  }

  /** A write or a copy. */
  @FunctionalInterface
  private interface Transfer {
    void run(long position, MemorySegment source, long offset, long bytes);
  }

  /** A window whose copies fail like writes. */
  private final class FaultyWindow extends ForwardingWindow {
    FaultyWindow(VfsWindow window) {
      super(window);
    }

    @Override
    public void copyIn(long position, MemorySegment source, long offset, long bytes) {
      writeOrFail(Operation.COPY_IN, super::copyIn, position, source, offset, bytes);
    }

    @Override
    public void touch(long from) {
      schedule.pass(Operation.TOUCH, where);
      super.touch(from);
    }
  }
}
