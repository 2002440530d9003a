package dev.cairn.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Something that its session closes if the process is told to end before the command closes it.
 *
 * @param <T> what is held
 */
public final class Held<T extends AutoCloseable> implements AutoCloseable {
  private final T thing;
  private final Session session;

  Held(T thing, Session session) {
    this.thing = thing;
    this.session = session;
  }

  /**
   * What is held.
   *
   * @return the thing itself, open or not
   */
  public T get() {
    return thing;
  }

  /**
   * Closes the thing. It stays in the session's charge until that has happened, so that a signal in
   * between waits for it; the thing must therefore bear to be closed twice.
   */
  @Override
  public void close() {
    try {
      thing.close();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (Exception failure) {
      throw new IllegalStateException("closing " + thing, failure);
    } finally {
      session.release(this);
    }
  }
}
