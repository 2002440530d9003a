package dev.cairn.testkit.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Loads everything of this project once more, one class of it with a bug. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "dev.cairn.";

  private final String className;
  private final Edit edit;

  MutantLoader(String className, Edit edit) {
    super(MutantLoader.class.getClassLoader());
    this.className = className;
    this.edit = edit;
    setDefaultAssertionStatus(true);
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
    byte[] changed = name.equals(className) ? edit.apply(bytes) : bytes;
    return defineClass(name, Objects.requireNonNull(changed), 0, changed.length);
  }
}
