package dev.cairn.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command line: its streams, and what it has to close when it is told to end.
 *
 * <p>Results go to {@link #out}, everything else to standard error, so that a pipe sees results
 * only. A signal may end the session from another thread at any moment: {@link #end} then closes
 * what is held, last held first, and the command notices by {@link #requireGoingOn} or by the
 * {@link IllegalStateException} of whatever it was using.
 */
public final class Session {
  private static final int OUTPUT_BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Screen screen;

  /** Guarded by itself. */
  private final Deque<Held<?>> held = new ArrayDeque<>();

  /** The progress that was shown last, perhaps closed since. */
  private volatile @Nullable Progress shown;

  /** Set once, before anything held is closed: whoever sees that closing also sees why. */
  private volatile boolean ending;

  /**
   * Runs on the given streams.
   *
   * @param in standard input
   * @param out standard output
   * @param err standard error
   * @param screen what standard error is shown on
   */
  public Session(InputStream in, OutputStream out, PrintStream err, Screen screen) {
    this.in = in;
    this.out = new StandardOutput(out);
    this.err = err;
    this.screen = screen;
  }

  /**
   * The session of this process.
   *
   * @return a session on the process's own streams
   */
  public static Session ofProcess() {
    // Not System.out: a PrintStream keeps failures to itself and would go on scanning for nobody.
    OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES);
    return new Session(System.in, out, System.err, Screen.ofProcess());
  }

  /**
   * Standard input.
   *
   * @return the stream
   */
  public InputStream in() {
    return in;
  }

  /**
   * Standard output, buffered.
   *
   * @return a stream whose failures are {@link OutputException}s
   */
  public OutputStream out() {
    return out;
  }

  /**
   * What standard error is shown on.
   *
   * @return the screen
   */
  public Screen screen() {
    return screen;
  }

  /**
   * Prints a result, in UTF-8 whatever the locale, and flushes it.
   *
   * @param text the text, with its line ends
   * @throws OutputException if standard output takes no more
   */
  public void print(String text) throws IOException {
    err.print(barClearing());
    err.flush();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  /**
   * Writes one of many results, which are flushed at the end, from where no checked exception may
   * be thrown.
   *
   * @param text the text, with its line end
   * @throws CommandFailure if the session was told to end
   * @throws UncheckedIOException if standard output takes no more
   */
  public void write(String text) {
    requireGoingOn();
    try {
      out.write(text.getBytes(UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Tells the user something that is not a result.
   *
   * @param message one line, without its end
   */
  public void say(String message) {
    err.print(barClearing() + "cairn: " + message + System.lineSeparator());
    err.flush();
  }

  /** So that what comes next does not stand behind the bar; it will be drawn again. */
  private String barClearing() {
    Progress progress = shown;
    return progress == null ? "" : progress.clearing();
  }

  /**
   * Shows a stack trace to someone who asked for it.
   *
   * @param failure what was thrown
   */
  public void trace(Throwable failure) {
    failure.printStackTrace(err);
    err.flush();
  }

  /**
   * Shows how far some work has come until it is closed.
   *
   * @param what the work, such as {@code import}
   * @param total how much there is, or 0 if nobody knows
   * @param unit what is counted
   * @param done how much is done; called from another thread
   * @return the progress, which the caller closes when the work ends
   */
  public Progress progress(String what, long total, Unit unit, LongSupplier done) {
    Progress progress = new Progress(new ProgressLine(what, total, unit), done, err, screen);
    shown = progress;
    return progress;
  }

  /**
   * Takes charge of something until its holder closes it or the session ends, whichever comes
   * first.
   *
   * @param thing what shall be closed
   * @param <T> its type
   * @return the holder, which the caller closes
   */
  public <T extends AutoCloseable> Held<T> hold(T thing) {
    Held<T> holder = new Held<>(thing, this);
    synchronized (held) {
      if (!ending) {
        held.push(holder);
        return holder;
      }
    }
    holder.close();
    throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
  }

  void release(Held<?> holder) {
    synchronized (held) {
      held.remove(holder);
    }
  }

  /** Closes what is held, last held first. Called when a signal ends the process. */
  public void end() {
    Deque<Held<?>> toClose;
    synchronized (held) {
      ending = true;
      toClose = new ArrayDeque<>(held);
    }
    for (Held<?> holder : toClose) {
      try {
        holder.close();
      } catch (RuntimeException failure) {
        say(failure.getMessage() == null ? failure.toString() : failure.getMessage());
      }
    }
  }

  /**
   * Whether the session was told to end.
   *
   * @return whether it was
   */
  public boolean isEnding() {
    return ending;
  }

  /**
   * Ends a loop when the session was told to end, so that nothing waits for the rest of it.
   *
   * @throws CommandFailure if it was
   */
  public void requireGoingOn() {
    if (ending) {
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted");
    }
  }
}
