package dev.cairn.benchmarks.compare;

import java.util.List;

/** Threads that use a store at the same time, each in its way. */
enum Scenario {
  GET(new Role("get", Access.GET)),
  GET_INTO(new Role("get into buffer", Access.GET_INTO)),
  GET_MISSING(new Role("get missing", Access.GET_MISSING)),
  GET_ALL(new Role("getAll of 100", Access.GET_ALL)),
  GET_BY_TWO(new Role("get, 2 threads", Access.GET, 2)),
  OVERWRITE(new Role("overwrite", Access.OVERWRITE)),
  OVERWRITE_BATCH(new Role("overwrite, batch of 100", Access.OVERWRITE_BATCH)),
  OVERWRITE_BY_TWO(new Role("overwrite, 2 threads", Access.OVERWRITE, 2)),
  READ_WHILE_WRITING(
      new Role("get beside a writer", Access.GET),
      new Role("overwrite beside a reader", Access.OVERWRITE));

  /**
   * Some of a scenario's threads.
   *
   * @param label what the report calls them
   * @param access what they do
   * @param threadCount how many they are
   */
  record Role(String label, Access access, int threadCount) {
    Role(String label, Access access) {
      this(label, access, 1);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type cannot say so.
  private final List<Role> roles;

  Scenario(Role... roles) {
    this.roles = List.of(roles);
  }

  List<Role> roles() {
    return roles;
  }

  /** A reader beside writers of unlike durability does not do the same work. */
  Scope scope() {
    return roles.stream().allMatch(role -> role.access().scope() == Scope.ANY)
        ? Scope.ANY
        : Scope.SAME_DURABILITY;
  }
}
