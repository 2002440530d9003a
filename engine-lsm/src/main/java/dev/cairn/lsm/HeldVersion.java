package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;

/** The version of a moment, whose tables stay for as long as a long call looks at them. */
final class HeldVersion implements AutoCloseable {
  private final Epochs epochs;
  private final Version version;

  private HeldVersion(Epochs epochs, Version version) {
    this.epochs = epochs;
    this.version = version;
  }

  /** Holds the present version. */
  static HeldVersion present(Epochs epochs, Views views) {
    Epochs.Pin pin = epochs.pin();
    try {
      Version version = views.current().version();
      version.hold();
      return new HeldVersion(epochs, version);
    } finally {
      epochs.unpin(pin);
    }
  }

  Version version() {
    return version;
  }

  /**
   * Lets it go.
   *
   * @throws IllegalStateException if the store has been closed meanwhile
   */
  @Override
  public void close() {
    Epochs.Pin pin = epochs.pin();
    try {
      version.release();
    } finally {
      epochs.unpin(pin);
    }
  }
}
