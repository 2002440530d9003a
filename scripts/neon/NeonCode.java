import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows which vector instructions C2 made of each kernel, and fails if one that must be there is
 * not.
 *
 * <p>A product JVM that was told to print a method's code, and has no disassembler, prints the
 * bytes. Of the log that is given, this takes those of each kernel's last C2 compilation and hands
 * them to objdump.
 *
 * <p>Arguments: the log of the JVM, a directory for what is disassembled, {@code neon} or {@code
 * sve}.
 */
final class NeonCode {
  private static final String OBJDUMP = "aarch64-linux-gnu-objdump";

  private static final Pattern METHOD =
      Pattern.compile("Compiled method \\((c1|c2)\\)\\s+\\d+\\s+\\d+\\s+[%sb!n ]*\\d?\\s+(\\S+)");
  private static final Pattern CODE =
      Pattern.compile("\\s+0x([0-9a-f]+):\\s+((?:[0-9a-f]{2,8}[ |]*)+)\\s*");
  private static final Pattern INSTRUCTION =
      Pattern.compile("\\s+[0-9a-f]+:\\t(\\S+)\\s*([^/]*).*");

  /** What must be in the code of each kernel; the names are those of objdump. */
  private static final Map<String, List<String>> NEON = new LinkedHashMap<>();

  static {
    NEON.put("VectorTagGroups::match", List.of("ldr q", "cmeq v.16b"));
    NEON.put("VectorBytes::mismatch", List.of("ldr q", "cmeq v.16b"));
    NEON.put(
        "VectorHalfBloom::mightContain",
        List.of("ldr q", "mul v.4s", "ushr v.4s", "sshl v.4s", "bic v.16b|and v.16b"));
    NEON.put(
        "VectorHalfBloom::add",
        List.of("ldr q", "mul v.4s", "ushr v.4s", "sshl v.4s", "orr v.16b", "str q"));
    NEON.put("VectorHeads::countLess4", List.of("ldr q", "cmhi v.4s|cmgt v.4s"));
    NEON.put("VectorFnv1a::hashEach32", List.of("mul v.4s", "eor v.16b", "ushr v.4s", "and v.16b"));
    NEON.put("VectorMatches::commonBytes", List.of("ldr q", "cmeq v.16b"));
    NEON.put("VectorMatches::copy", List.of("ldr q", "str q"));
  }

  private NeonCode() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, byte[]> code = lastCodeOfEachMethod(Path.of(arguments[0]));
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    boolean mustBeNeon = arguments[2].equals("neon");
    boolean complete = true;
    for (Map.Entry<String, List<String>> kernel : NEON.entrySet()) {
      byte[] bytes = code.get("dev.cairn.internal.simd." + kernel.getKey());
      if (bytes == null) {
        System.out.println("MISSING " + kernel.getKey() + " was not compiled by C2");
        complete = false;
        continue;
      }
      Map<String, Integer> found = vectorInstructions(kernel.getKey(), bytes, directory);
      System.out.println(kernel.getKey() + ", " + bytes.length + " bytes");
      System.out.println("    " + found);
      if (mustBeNeon) {
        for (String required : kernel.getValue()) {
          if (List.of(required.split("\\|")).stream().noneMatch(found::containsKey)) {
            System.out.println("MISSING " + kernel.getKey() + " has no " + required);
            complete = false;
          }
        }
      }
    }
    if (!complete) {
      System.exit(1);
    }
  }

  private static Map<String, byte[]> lastCodeOfEachMethod(Path log) throws IOException {
    Map<String, byte[]> code = new LinkedHashMap<>();
    String method = null;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long base = -1;
    for (String line : new String(Files.readAllBytes(log), UTF_8).split("\n")) {
      Matcher header = METHOD.matcher(line);
      if (header.lookingAt()) {
        method = header.group(1).equals("c2") ? header.group(2) : null;
      } else if (line.startsWith("[MachCode]")) {
        bytes.reset();
        base = -1;
      } else if (line.startsWith("[/MachCode]")) {
        if (method != null) {
          code.put(method, bytes.toByteArray());
        }
        method = null;
      } else if (method != null) {
        Matcher hex = CODE.matcher(line);
        if (hex.matches()) {
          long address = Long.parseUnsignedLong(hex.group(1), 16);
          base = base < 0 ? address : base;
          // What the JVM leaves out between two lines must not move what follows.
          while (bytes.size() < address - base) {
            bytes.write(0);
          }
          bytes.writeBytes(HexFormat.of().parseHex(hex.group(2).replaceAll("[ |]", "")));
        }
      }
    }
    return code;
  }

  /** The vector instructions and how often each occurs: {@code cmeq v.16b}, {@code ldr q}. */
  private static Map<String, Integer> vectorInstructions(String kernel, byte[] code, Path directory)
      throws IOException, InterruptedException {
    Path binary = directory.resolve(kernel.replace("::", ".") + ".bin");
    Path text = directory.resolve(kernel.replace("::", ".") + ".asm");
    Files.write(binary, code);
    Process objdump =
        new ProcessBuilder(
                OBJDUMP,
                "-D",
                "-b",
                "binary",
                "-m",
                "aarch64",
                "--no-show-raw-insn",
                binary.toString())
            .redirectOutput(text.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (objdump.waitFor() != 0) {
      throw new IOException(OBJDUMP + " failed on " + binary);
    }
    Map<String, Integer> found = new LinkedHashMap<>();
    Pattern vector = Pattern.compile("\\b([vz])\\d+\\.(\\d*[bhsd])\\b|\\b(q)\\d+\\b");
    for (String line : Files.readAllLines(text)) {
      Matcher instruction = INSTRUCTION.matcher(line);
      if (instruction.matches()) {
        Matcher register = vector.matcher(instruction.group(2));
        if (register.find()) {
          String kind =
              register.group(3) != null ? "q" : register.group(1) + "." + register.group(2);
          found.merge(instruction.group(1) + " " + kind, 1, Integer::sum);
        }
      }
    }
    return found;
  }
}
