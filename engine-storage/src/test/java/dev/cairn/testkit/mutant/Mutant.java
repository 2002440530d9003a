package dev.cairn.testkit.mutant;

import dev.cairn.testkit.edit.Edit;

/**
 * A bug.
 *
 * @param name what is wrong, in words
 * @param className the class with the bug
 * @param edit how it comes to be there
 * @param killer the campaign that must find it
 * @param firstRun the run of the campaign with which the hunt begins
 */
public record Mutant(String name, String className, Edit edit, Killer killer, int firstRun) {
  /**
   * Makes a bug that is hunted from the campaign's beginning.
   *
   * @param name what is wrong, in words
   * @param className the class with the bug
   * @param edit how it comes to be there
   * @param killer the campaign that must find it
   */
  public Mutant(String name, String className, Edit edit, Killer killer) {
    this(name, className, edit, killer, 0);
  }

  /**
   * The same, hunted from a later run on: where those before it find it after too long, or in
   * another way than is meant. {@link Killer#CRASH} alone can begin later.
   *
   * @param run the run, as {@link MutantGate} prints it when it has found the bug
   * @return a new mutant
   */
  public Mutant from(int run) {
    return new Mutant(name, className, edit, killer, run);
  }

  @Override
  public String toString() {
    return name;
  }
}
