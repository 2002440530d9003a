package dev.cairn.testkit.mutant;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** A unit test, run again with bugs in a class that it is meant to find. */
public final class EditedTest {
  private static final long SEED = 1;

  private final Class<?> test;
  private final String edited;

  /**
   * Takes a test that sets up all it needs in its constructor.
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
   * @throws ReflectiveOperationException if there is no such method
   * @throws IllegalStateException if the bug finds no place in the class
   */
  public void requireKilled(String method, Edit bug) throws ReflectiveOperationException {
    if (fails(method, classFile -> classFile)) {
      throw new AssertionError(method + " fails without a bug");
    }
    if (!fails(method, bug)) {
      throw new AssertionError(method + " does not find the bug in " + edited);
    }
  }

  private boolean fails(String method, Edit edit) throws ReflectiveOperationException {
    Class<?> loaded = new EditingLoader(Map.of(edited, edit)).loadClass(test.getName());
    Constructor<?> constructor = loaded.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method run = method(loaded, method);
    run.setAccessible(true);
    try {
      run.invoke(constructor.newInstance(), arguments(run));
      return false;
    } catch (InvocationTargetException failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof LinkageError noProgram) {
          throw noProgram;
        }
      }
      return true;
    }
  }

  private static Method method(Class<?> owner, String name) throws NoSuchMethodException {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          return method;
        }
      }
    }
    throw new NoSuchMethodException(owner.getName() + "." + name);
  }

  /** None, or a seed, whose class is another one there. */
  private static Object[] arguments(Method method) throws ReflectiveOperationException {
    return method.getParameterCount() == 0
        ? new Object[0]
        : new Object[] {method.getParameterTypes()[0].getConstructor(long.class).newInstance(SEED)};
  }
}
