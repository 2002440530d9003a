package dev.cairn.cli.session;

import java.io.IOException;
import java.io.OutputStream;

/** Tells a failure of standard output from that of any other file. */
final class StandardOutput extends OutputStream {
  private final OutputStream target;

  StandardOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException failure) {
      throw new OutputException(failure);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      target.flush();
    } catch (IOException failure) {
      throw new OutputException(failure);
    }
  }
}
