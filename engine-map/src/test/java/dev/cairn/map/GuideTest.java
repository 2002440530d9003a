package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/guide.md compile, and what they assert is true. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "guide.md");
  private static final Pattern SNIPPET = Pattern.compile("(?s)\n## ([^\n]*)|```java\n(.*?)```");

  @TempDir private Path temp;

  /** A piece of the guide. */
  private record Snippet(String heading, String code) {}

  private static List<Snippet> snippets() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    String heading = "";
    for (Matcher found = SNIPPET.matcher(Files.readString(GUIDE)); found.find(); ) {
      if (found.group(1) == null) {
        snippets.add(new Snippet(heading, found.group(2)));
      } else {
        heading = found.group(1);
      }
    }
    return snippets;
  }

  @TestFactory
  Stream<DynamicTest> snippetsOfTheGuide() throws Exception {
    List<Snippet> all = snippets();
    String imports = all.getFirst().code();
    List<Snippet> snippets = all.subList(1, all.size());
    assertThat(snippets).hasSizeGreaterThan(10);
    Class<?> guide = compile(imports, snippets);
    return IntStream.range(0, snippets.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                snippets.get(i).heading() + " " + i,
                () ->
                    guide
                        .getMethod("snippet" + i, Path.class)
                        .invoke(null, Files.createDirectory(temp.resolve("snippet" + i)))));
  }

  private Class<?> compile(String imports, List<Snippet> snippets) throws Exception {
    StringBuilder source = new StringBuilder(imports).append("public class Guide {\n");
    for (int i = 0; i < snippets.size(); i++) {
      source
          .append("public static void snippet" + i + "(Path directory) throws Exception {\n")
          .append(snippets.get(i).code())
          .append("}\n");
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean done =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of("-d", temp.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(new Source(source.append("}\n").toString())))
            .call();
    assertThat(done).as(messages.toString()).isTrue();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {temp.toUri().toURL()}, GuideTest.class.getClassLoader());
    loader.setDefaultAssertionStatus(true);
    return loader.loadClass("Guide");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Guide.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
