package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the examples of the README, and holds its numbers against the results. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern STATED =
      Pattern.compile("(?m)^(?:double \\w+ = )?(\\w+\\.\\w+\\([^;]*\\));\\s+// (\\d\\.\\d+)");

  @TempDir Path folder;

  @Test
  void examples_inOrder_compileAndRun() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String examples =
        String.join("\n", JAVA.matcher(readme).results().map(match -> match.group(1)).toList());
    assertThat(examples).isNotBlank();

    run(inFolder(examples) + String.join("\n", checks(examples)));
    assertThat(folder.resolve("trust.json")).exists();
  }

  @Test
  void report_ofTheFirstExample_isTheOneShown() throws Exception {
    ManualClock clock = new ManualClock();
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(TrustConfig.builder().clock(clock).build());
    tracker.update("search-v2", true);
    tracker.update("search-v2", false, 2.5);
    clock.advance(Duration.ofSeconds(12));
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```\n" + tracker.explain("search-v2").toString().replace("\r", "") + "\n```");
  }

  /** For each line that states a number behind a call: the call gives it, as rounded there. */
  private static List<String> checks(String examples) {
    List<String> checks =
        STATED.matcher(examples).results().map(match -> check(match)).toList();
    assertThat(checks).hasSizeGreaterThan(4);
    return checks;
  }

  private static String check(MatchResult stated) {
    int digits = stated.group(2).length() - 2;
    return String.format(
        Locale.ROOT,
        "if (!String.format(java.util.Locale.ROOT, \"%%.%df\", %s).equals(\"%s\"))"
            + " throw new AssertionError(\"%s is not %s\");",
        digits,
        stated.group(1),
        stated.group(2),
        stated.group(1).replace("\"", "'"),
        stated.group(2));
  }

  private String inFolder(String examples) {
    return examples.replace("Path.of(\"", "Path.of(\"" + folder + "/");
  }

  private void run(String body) throws Exception {
    compile(
        "import io.github.bayesiantrust.*; import java.nio.file.*; import java.time.*;"
            + " import java.util.*; public class Examples { public static void main(String[] args)"
            + " throws Exception {\n"
            + body
            + "}}");
    URL[] classes = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes)) {
      loader
          .loadClass("Examples")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }
  }

  private void compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        compiler.getTask(messages, null, null, options, null, List.of(file(source))).call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private static JavaFileObject file(String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
