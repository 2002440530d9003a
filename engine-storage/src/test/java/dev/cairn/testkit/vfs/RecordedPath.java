package dev.cairn.testkit.vfs;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a path that says that it belongs to another file system.
 *
 * @param real the path in the default file system
 * @param files the other file system
 */
record RecordedPath(Path real, FileSystem files) implements InvocationHandler {
  static Path of(Path real, FileSystem files) {
    return (Path)
        Proxy.newProxyInstance(
            RecordedPath.class.getClassLoader(),
            new Class<?>[] {Path.class},
            new RecordedPath(real, files));
  }

  /** The path in the default file system, also of one that is there already. */
  static Path unwrap(Path path) {
    return Proxy.isProxyClass(path.getClass())
            && Proxy.getInvocationHandler(path) instanceof RecordedPath recorded
        ? recorded.real
        : path;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("getFileSystem")) {
      return files;
    }
    try {
      Object result = method.invoke(real, unwrapped(arguments));
      return result instanceof Path path ? of(path, files) : result;
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private static Object @Nullable [] unwrapped(Object @Nullable [] arguments) {
    return arguments == null
        ? null
        : Arrays.stream(arguments)
            .map(argument -> argument instanceof Path path ? unwrap(path) : argument)
            .toArray();
  }
}
