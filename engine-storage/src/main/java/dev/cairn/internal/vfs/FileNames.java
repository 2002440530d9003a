package dev.cairn.internal.vfs;

/**
 * Which names a file may have: such as mean the same file on every platform, and no other
 * directory.
 */
final class FileNames {
  private static final int MAX_CHARS = 128;

  private FileNames() {}

  static String requireValid(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "file name \"" + name + "\": expected [A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    }
    return name;
  }

  private static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARS || !isLetterOrDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
