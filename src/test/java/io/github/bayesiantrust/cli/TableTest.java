package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void print_cellsOfDifferentWidth_aligned() {
    Table table = new Table(List.of("key", "n", "history"));
    table.add("a", "1.0", "▁▂");
    table.add("日本", "1,000.0", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.print(new PrintStream(bytes, true, UTF_8));
    assertThat(bytes.toString(UTF_8).lines())
        .containsExactly(
            "key         n  history", //
            "a         1.0  ▁▂",
            "日本  1,000.0");
  }
}
