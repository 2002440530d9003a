package dev.cairn.testkit.edit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;

/** Loads everything of this project once more, some classes of it changed. */
public final class EditingLoader extends ClassLoader {
  private static final String OURS = "dev.cairn.";

  private final Map<String, Edit> edits;

  /**
   * Makes a loader, and loads the changed classes at once: whoever tries out a bug would take an
   * edit that finds no place, met only when the class is first used, for what the bug did.
   *
   * @param edits the changes by the names of the classes
   * @throws IllegalStateException if there is no such class, or nothing to change in it
   */
  public EditingLoader(Map<String, Edit> edits) {
    super(EditingLoader.class.getClassLoader());
    this.edits = edits;
    setDefaultAssertionStatus(true);
    for (String name : edits.keySet()) {
      try {
        var _ = loadClass(name);
      } catch (ClassNotFoundException missing) {
        throw new IllegalStateException("no class to change: " + name, missing);
      }
    }
  }

  /**
   * Calls the static method {@code run} of a class, which returns a count, in changed classes.
   *
   * @param edits the changes by the names of the classes
   * @param body the class with the method
   * @return the count
   * @throws Throwable what the method throws
   */
  public static int run(Map<String, Edit> edits, Class<?> body) throws Throwable {
    Method run = new EditingLoader(edits).loadClass(body.getName()).getDeclaredMethod("run");
    run.setAccessible(true);
    try {
      return (int) run.invoke(null);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes;
    try (InputStream source = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (source == null) {
        throw new ClassNotFoundException(name);
      }
      bytes = source.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Edit edit = edits.get(name);
    byte[] changed = edit == null ? bytes : edit.apply(bytes);
    return defineClass(name, Objects.requireNonNull(changed), 0, changed.length);
  }
}
