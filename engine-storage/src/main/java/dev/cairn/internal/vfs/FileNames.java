package dev.cairn.internal.vfs;

import java.util.regex.Pattern;

/**
 * Which names a file may have: such as mean the same file on every platform, and no other
 * directory.
 */
final class FileNames {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private FileNames() {}

  static String requireValid(String name) {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException("file name \"" + name + "\": expected " + VALID.pattern());
    }
    return name;
  }
}
