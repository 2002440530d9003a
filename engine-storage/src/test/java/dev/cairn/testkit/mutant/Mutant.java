package dev.cairn.testkit.mutant;

import dev.cairn.testkit.edit.Edit;

/**
 * A bug.
 *
 * @param name what is wrong, in words
 * @param className the class with the bug
 * @param edit how it comes to be there
 * @param killer the campaign that must find it
 */
public record Mutant(String name, String className, Edit edit, Killer killer) {
  @Override
  public String toString() {
    return name;
  }
}
