package io.github.bayesiantrust.cli;

import io.github.bayesiantrust.TrustUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads outcomes from CSV. The header line names the columns, in any order and case: {@code key}
 * and {@code success}, and where present {@code weight} (1 where empty) and {@code epoch_millis};
 * others are ignored. For one thread, and one pass.
 */
final class OutcomeReader {
  private static final int ABSENT = -1;

  private final CsvReader rows;
  private final int columns;
  private final int key;
  private final int success;
  private final int weight;
  private final int time;

  /**
   * Reads the header line.
   *
   * @throws BadRowException if there is none, or it does not name the columns
   */
  OutcomeReader(CsvReader rows) throws IOException, BadRowException {
    this.rows = rows;
    List<String> header = header();
    columns = header.size();
    key = required(header, "key");
    success = required(header, "success");
    weight = column(header, "weight");
    time = column(header, "epoch_millis");
  }

  /** Whether the outcomes have times. */
  boolean isTimed() {
    return time != ABSENT;
  }

  /** The next outcome, its time null if the file has none; null at the end. */
  TrustUpdate next() throws IOException, BadRowException {
    if (!rows.next()) {
      return null;
    }
    if (rows.size() > columns) {
      throw bad("the row has " + rows.size() + " fields, but the header line " + columns);
    }
    return new TrustUpdate(key(), success(), weight(), time());
  }

  private List<String> header() throws IOException, BadRowException {
    if (!rows.next()) {
      throw BadRowException.fatal(1, "a header line is missing");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      names.add(rows.text(i).strip().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private int required(List<String> header, String name) throws BadRowException {
    int column = column(header, name);
    if (column == ABSENT) {
      throw bad(
          "the header line must name the columns key and success, but is "
              + Printable.quote(String.join(",", header)));
    }
    return column;
  }

  private int column(List<String> header, String name) throws BadRowException {
    int column = header.indexOf(name);
    if (column != header.lastIndexOf(name)) {
      throw bad("the header line names the column " + name + " twice");
    }
    return column;
  }

  private String key() throws BadRowException {
    String text = key < rows.size() ? rows.text(key) : "";
    if (text.isEmpty()) {
      throw bad("key is empty");
    }
    return text;
  }

  private boolean success() throws BadRowException {
    String text = cell(success);
    switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "pass":
        return true;
      case "0", "false", "no", "fail":
        return false;
      default:
        throw bad("success", "1/0, true/false, yes/no or pass/fail", text);
    }
  }

  private double weight() throws BadRowException {
    String text = cell(weight);
    double value = text.isEmpty() ? 1 : Decimals.parse(text);
    if (!Decimals.isNonNegative(value)) {
      throw bad("weight", "a finite number of at least 0", text);
    }
    return value;
  }

  private Instant time() throws BadRowException {
    if (!isTimed()) {
      return null;
    }
    String text = cell(time);
    try {
      return Instant.ofEpochMilli(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw bad("epoch_millis", "a whole number of milliseconds", text);
    }
  }

  /** The text of a cell; empty if the file has no such column or the row ends before it. */
  private String cell(int column) {
    return column != ABSENT && column < rows.size() ? rows.text(column).strip() : "";
  }

  private BadRowException bad(String column, String expected, String found) {
    return bad(column + " must be " + expected + ", but is " + Printable.quote(found));
  }

  private BadRowException bad(String reason) {
    return BadRowException.skippable(rows.line(), reason);
  }
}
