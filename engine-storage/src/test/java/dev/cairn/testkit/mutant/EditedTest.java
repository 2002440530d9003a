package dev.cairn.testkit.mutant;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** A unit test, run again with bugs in a class that it is meant to find. */
public final class EditedTest {
  private final Class<?> test;
  private final Class<?> edited;

  /**
   * Takes a test that sets up all it needs in its constructor.
   *
   * @param test the test's class
   * @param edited the class that gets the bugs
   */
  public EditedTest(Class<?> test, Class<?> edited) {
    this.test = test;
    this.edited = edited;
  }

  /**
   * Fails unless a bug makes a method of the test fail, and only the bug.
   *
   * @param method the method's name
   * @param bug the bug
   * @throws ReflectiveOperationException if there is no such method
   */
  public void requireKilled(String method, Edit bug) throws ReflectiveOperationException {
    if (fails(method, classFile -> classFile)) {
      throw new AssertionError(method + " fails without a bug");
    }
    if (!fails(method, bug)) {
      throw new AssertionError(method + " does not find the bug in " + edited.getSimpleName());
    }
  }

  private boolean fails(String method, Edit edit) throws ReflectiveOperationException {
    Class<?> loaded = new EditingLoader(Map.of(edited.getName(), edit)).loadClass(test.getName());
    Constructor<?> constructor = loaded.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method run = loaded.getDeclaredMethod(method);
    run.setAccessible(true);
    try {
      run.invoke(constructor.newInstance());
      return false;
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof LinkageError noProgram) {
        throw noProgram;
      }
      return true;
    }
  }
}
