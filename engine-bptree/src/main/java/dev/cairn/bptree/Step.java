package dev.cairn.bptree;

/**
 * A step on the way down to a key, from an inner page to its child: which child it is, its id, and
 * where in the child the key may be expected. All of it is in a long, because a search takes one on
 * each level.
 */
final class Step {
  /** Where in a page a key is expected of which nothing is known: as a share of the page's keys. */
  static final int MIDDLE_SHARE = 1 << (Short.SIZE - 1);

  /** All of a page's keys. */
  static final int WHOLE_SHARE = 1 << Short.SIZE;

  private static final int SHARE_SHIFT = Integer.SIZE + Short.SIZE;

  private Step() {}

  static long to(int index, int child, int share) {
    return (long) share << SHARE_SHIFT
        | (index + 1L) << Integer.SIZE
        | Integer.toUnsignedLong(child);
  }

  /** The step to the root. */
  static long toRoot(int id) {
    return to(-1, id, MIDDLE_SHARE);
  }

  /** Which child of its page it leads to: -1 for the first, which has no separator. */
  static int index(long step) {
    return Short.toUnsignedInt((short) (step >>> Integer.SIZE)) - 1;
  }

  static int child(long step) {
    return (int) step;
  }

  /** A share of a whole in this unit: anything from 0 to less than the whole, whatever was read. */
  static int shareOf(double part) {
    return Math.clamp((int) (part * WHOLE_SHARE), 0, WHOLE_SHARE - 1);
  }

  /** What share of the child's keys are probably less than the key, of {@link #WHOLE_SHARE}. */
  static int share(long step) {
    return (int) (step >>> SHARE_SHIFT);
  }
}
