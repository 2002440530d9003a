package dev.cairn.testkit.gate;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs a campaign with an engine whose off-heap memory belongs to the thread that took it, and
 * whose new stores leave their seed to nothing but the campaign.
 *
 * <p>All that a store of such a campaign does, it does in one thread. To free memory that any
 * thread might use, the JVM stops all of them; to free a thread's own costs nothing. So more is
 * tried in the same time, and an access by another thread would be a failure.
 */
public final class Confined {
  private static final Map<String, Edit> CONFINED =
      Map.of(
          Block.class.getName(),
          Edit.callInstead("tryAllocate", "ofShared", "ofConfined"),
          StoreFile.class.getName(),
          Edit.forgetCall("newSeed", "nextLong"));

  /**
   * The classes of each engine, by its fixture's, loaded for the first of its campaigns: each
   * further time they would be compiled anew, which costs more than many a campaign.
   */
  private static final Map<Class<?>, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  private Confined() {}

  /**
   * How classes are changed for that.
   *
   * @param engine the engine
   * @return a new map of the changes by the names of the classes
   */
  public static Map<String, Edit> edits(EngineFixture engine) {
    Map<String, Edit> edits = new HashMap<>(CONFINED);
    edits.putAll(engine.confinements());
    return edits;
  }

  /**
   * Calls a static method in such classes.
   *
   * @param engine the engine
   * @param owner the class that has the method, which has no other of its name
   * @param name the method's name
   * @param arguments of types of the JDK, which alone are the same there; so is what it returns
   */
  static Object call(EngineFixture engine, Class<?> owner, String name, Object... arguments) {
    try {
      ClassLoader loader =
          LOADERS.computeIfAbsent(engine.getClass(), _ -> new EditingLoader(edits(engine)));
      Method method =
          Arrays.stream(loader.loadClass(owner.getName()).getDeclaredMethods())
              .filter(declared -> declared.getName().equals(name))
              .findFirst()
              .orElseThrow();
      method.setAccessible(true);
      return method.invoke(null, arguments);
    } catch (InvocationTargetException failure) {
      throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("the campaign", impossible);
    }
  }
}
