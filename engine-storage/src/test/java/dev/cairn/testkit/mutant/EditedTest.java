package dev.cairn.testkit.mutant;

import dev.cairn.testkit.Hang;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import dev.cairn.testkit.vfs.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;

/**
 * A test, run again with bugs in a class that it is meant to find.
 *
 * <p>It is made by its constructor without parameters, and what it has before and after each test
 * is done. A parameter that is a seed or a directory gets one.
 */
public final class EditedTest {
  private static final long SEED = 1;

  private final Class<?> test;
  private final String edited;

  /**
   * Takes a test of a class that it sees.
   *
   * @param test the test's class
   * @param edited the class that gets the bugs
   */
  public EditedTest(Class<?> test, Class<?> edited) {
    this(test, edited.getName());
  }

  /**
   * Takes a test of what a class does that cannot be seen from there.
   *
   * @param test the test's class
   * @param edited the name of the class that gets the bugs
   */
  public EditedTest(Class<?> test, String edited) {
    this.test = test;
    this.edited = edited;
  }

  /**
   * Fails unless a bug makes a method of the test fail, and only the bug.
   *
   * @param method the method's name
   * @param bug the bug
   * @param given what its other parameters get, an enum's constant by its name; of a factory the
   *     name of the one test that is run
   * @throws ReflectiveOperationException if there is no such method
   * @throws IllegalStateException if the bug finds no place in the class
   */
  public void requireKilled(String method, Edit bug, Object... given)
      throws ReflectiveOperationException {
    if (fails(method, classFile -> classFile, given)) {
      throw new AssertionError(method + " fails without a bug");
    }
    if (!fails(method, bug, given)) {
      throw new AssertionError(method + " does not find the bug in " + edited);
    }
  }

  private boolean fails(String method, Edit edit, Object... given)
      throws ReflectiveOperationException {
    Class<?> loaded = new EditingLoader(Map.of(edited, edit)).loadClass(test.getName());
    Constructor<?> constructor = loaded.getDeclaredConstructor();
    constructor.setAccessible(true);
    List<Method> methods = methods(loaded);
    Method tested =
        methods.stream()
            .filter(candidate -> candidate.getName().equals(method))
            .findFirst()
            .orElseThrow(() -> new NoSuchMethodException(loaded.getName() + "." + method));
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Object instance = constructor.newInstance();
      try {
        callEach(methods, BeforeEach.class, instance, directory.path());
        runMade(call(tested, instance, directory.path(), given), given);
      } finally {
        callEach(methods, AfterEach.class, instance, directory.path());
      }
      return false;
    } catch (InvocationTargetException failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof LinkageError noProgram) {
          throw noProgram;
        }
        if (cause.getClass().getName().equals(Hang.class.getName())) { // The other loader's.
          throw new Hang(tested.getName() + ": " + cause.getMessage());
        }
      }
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Those of the class, and of all above it. */
  private static List<Method> methods(Class<?> owner) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      methods.addAll(Arrays.asList(type.getDeclaredMethods()));
    }
    return methods;
  }

  private static void callEach(
      List<Method> methods, Class<? extends Annotation> when, Object instance, Path directory)
      throws ReflectiveOperationException, IOException {
    for (Method method : methods) {
      if (method.isAnnotationPresent(when)) {
        call(method, instance, directory);
      }
    }
  }

  private static @Nullable Object call(
      Method method, Object instance, Path directory, Object... given)
      throws ReflectiveOperationException, IOException {
    method.setAccessible(true);
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    int next = 0;
    for (int i = 0; i < types.length; i++) {
      // Classes of this project are others there, and known by their names.
      if (types[i].getName().equals(Seed.class.getName())) {
        arguments[i] = types[i].getConstructor(long.class).newInstance(SEED);
      } else if (types[i] == Path.class) {
        arguments[i] = Files.createTempDirectory(directory, "given");
      } else {
        arguments[i] = types[i].isEnum() ? constant(types[i], given[next]) : given[next];
        next++;
      }
    }
    return method.invoke(instance, arguments);
  }

  private static Object constant(Class<?> type, Object name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Runs the one test that is wanted of those that a factory has made. */
  private static void runMade(@Nullable Object made, Object... given)
      throws InvocationTargetException {
    Stream<?> tests =
        switch (made) {
          case Collection<?> all -> all.stream();
          case Stream<?> all -> all;
          case null, default -> Stream.empty();
        };
    for (Object one : tests.toList()) {
      DynamicTest candidate = (DynamicTest) one;
      if (candidate.getDisplayName().equals(given[0])) {
        run(candidate);
        return;
      }
    }
    if (made != null) {
      throw new IllegalArgumentException("no test of the name " + given[0]);
    }
  }

  private static void run(DynamicTest test) throws InvocationTargetException {
    try {
      test.getExecutable().execute();
    } catch (Throwable failure) {
      throw new InvocationTargetException(failure);
    }
  }
}
