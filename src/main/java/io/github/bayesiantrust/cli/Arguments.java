package io.github.bayesiantrust.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command line behind the command: options, with a value ({@code --top 5} or {@code
 * --top=5}) or without, and operands, in any order; {@code --} ends the options.
 */
final class Arguments {
  private final Map<String, String> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /** Reads the words; refuses options that are unknown or stand twice or lack their value. */
  static Arguments parse(Collection<String> words, Set<String> valued, Set<String> flags)
      throws CommandException {
    Arguments arguments = new Arguments();
    Deque<String> rest = new ArrayDeque<>(words);
    while (!rest.isEmpty()) {
      String word = rest.remove();
      if (word.equals("--")) {
        arguments.operands.addAll(rest);
        break;
      } else if (word.startsWith("-") && word.length() > 1) {
        arguments.addOption(word, rest, valued, flags);
      } else {
        arguments.operands.add(word);
      }
    }
    return arguments;
  }

  private void addOption(String word, Deque<String> rest, Set<String> valued, Set<String> flags)
      throws CommandException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? null : word.substring(equals + 1);
    if (valued.contains(name)) {
      value = value == null ? value(name, rest) : value;
    } else if (!flags.contains(name)) {
      throw CommandException.usage("unknown option " + name);
    } else if (value != null) {
      throw CommandException.usage(name + " takes no value");
    }
    if (options.put(name, value == null ? "" : value) != null) {
      throw CommandException.usage(name + " stands twice");
    }
  }

  private static String value(String name, Deque<String> rest) throws CommandException {
    if (rest.isEmpty() || rest.peek().startsWith("--")) {
      throw CommandException.usage(name + " needs a value");
    }
    return rest.remove();
  }

  /** The only operand. */
  String operand(String name) throws CommandException {
    if (operands.size() != 1) {
      throw CommandException.usage(
          operands.isEmpty()
              ? name + " is missing"
              : "only one " + name + " is expected, but there are " + operands.size());
    }
    return operands.get(0);
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** A whole number in a range. */
  int integer(String name, int absent, int minimum, int maximum) throws CommandException {
    String text = options.get(name);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number outside the range.
    }
    throw refused(name, "a whole number from " + minimum + " to " + maximum);
  }

  /** A finite number of at least 0. */
  double nonNegative(String name, double absent) throws CommandException {
    String text = options.get(name);
    double value = text == null ? absent : Decimals.parse(text);
    if (!Decimals.isNonNegative(value)) {
      throw refused(name, "a finite number of at least 0");
    }
    return value;
  }

  /** Two finite numbers above 0 with a comma between them. */
  Optional<double[]> positivePair(String name) throws CommandException {
    String text = options.get(name);
    if (text == null) {
      return Optional.empty();
    }
    double[] pair =
        List.of(text.split(",", -1)).stream().mapToDouble(Decimals::parse).toArray();
    if (pair.length != 2 || !isPositive(pair[0]) || !isPositive(pair[1])) {
      throw refused(name, "two numbers above 0 such as 1,1");
    }
    return Optional.of(pair);
  }

  private static boolean isPositive(double value) {
    return value > 0 && Decimals.isNonNegative(value);
  }

  /** A duration above zero. */
  Optional<Duration> duration(String name) throws CommandException {
    Optional<Duration> duration = text(name).flatMap(Durations::parse);
    if (has(name) && duration.isEmpty()) {
      throw refused(name, "a duration above zero such as 45s, 10m, 12h, 30d, 2w or PT12H");
    }
    return duration;
  }

  private CommandException refused(String name, String expected) {
    return CommandException.usage(
        name + " must be " + expected + ", but is " + Printable.quote(options.get(name)));
  }
}
