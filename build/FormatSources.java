import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Formats every Java source of the checkout, or says which ones are not formatted.
 *
 * <p>The root pom starts it as a source file on the JDK that the build has chosen, which
 * docs/decisions/formatting.md explains. The first argument is {@code check} or {@code write}, the
 * second the root of the checkout.
 */
final class FormatSources {
  private FormatSources() {}

  public static void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    Path root = Path.of(arguments[1]).toRealPath();
    var wrong = new ConcurrentLinkedQueue<String>();

    sources(root).parallelStream()
        .forEach(source -> {
          try {
            String before = Files.readString(source);
            String after = new Formatter().formatSourceAndFixImports(before);
            if (after.equals(before)) {
              return;
            }
            if (write) {
              Files.writeString(source, after);
            } else {
              wrong.add(root.relativize(source) + ": not formatted");
            }
          } catch (FormatterException | IOException e) {
            wrong.add(root.relativize(source) + ": " + e.getMessage());
          }
        });

    if (!wrong.isEmpty()) {
      wrong.stream().sorted().forEach(System.err::println);
      System.err.println("To format all sources: mvn -N -Pformat process-sources");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
          .filter(file -> isOurs(root.relativize(file)))
          .toList();
    }
  }

  /** Not what a build wrote, nor what a tool keeps in a hidden folder. */
  private static boolean isOurs(Path file) {
    for (Path part : file) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
