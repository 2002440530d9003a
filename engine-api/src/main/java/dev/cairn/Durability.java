package dev.cairn;

/**
 * What an acknowledged write survives. Each level survives all that the levels before it survive.
 *
 * <p>Whatever the level, a store that is opened after a crash holds the effect of a prefix of the
 * writes in their order: all that were acknowledged at a level the crash spared, perhaps some later
 * ones, and of every batch all or nothing.
 */
public enum Durability {
  /**
   * Lost when the process ends without {@link KeyValueStore#close()} or {@link
   * KeyValueStore#sync()}.
   */
  MEMORY,

  /**
   * Survives the end of the process, however abrupt ({@code kill -9}); lost if the system crashes.
   */
  PROCESS,

  /** Survives a crash of the operating system and the loss of power: forced to the device. */
  DEVICE
}
