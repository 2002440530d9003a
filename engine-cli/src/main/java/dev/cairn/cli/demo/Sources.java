package dev.cairn.cli.demo;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources whose keys differ, as one.
 *
 * @param all the sources
 */
record Sources(List<Source> all) implements Source {
  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Source source : all) {
      source.forEach(visitor);
    }
  }

  @Override
  public byte @Nullable [] valueOf(byte[] key) {
    for (Source source : all) {
      byte @Nullable [] value = source.valueOf(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
