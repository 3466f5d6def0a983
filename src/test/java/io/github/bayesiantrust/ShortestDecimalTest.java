package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with exact arithmetic, and with {@link Double#toString} where that is shortest. */
@Tag("fuzz")
class ShortestDecimalTest {
  private static final int CASES = Integer.getInteger("fuzz.numbers", 20_000);

  /** Before Java 19 some numbers have too many digits there (JDK-4511638). */
  private static final boolean IS_SHORTEST = Runtime.version().feature() >= 19;

  @ParameterizedTest
  @CsvSource({
    "0, 0.0", "-0.0, -0.0", "12, 12.0", "-3, -3.0", "0.1, 0.1", "0.001, 0.001", "0.00012, 1.2E-4",
    "0.0125, 0.0125", "1763900000.123457, 1763900000.123457", "1e14, 100000000000000.0",
    "123456789012345.67, 123456789012345.67", "1e15, 1.0E15", "1234567890123456, 1.234567890123456E15",
    "1e22, 1.0E22", "-1.5e-10, -1.5E-10", "1.7976931348623157e308, 1.7976931348623157E308",
    "-2.2250738585072014e-308, -2.2250738585072014E-308", "4.9e-324, 4.9E-324", "1e-323, 9.9E-324",
    "1.5e-323, 1.5E-323",
    // Each has more digits than it needs from Double.toString of Java 17.
    "2e23, 2.0E23", "1e23, 1.0E23", "2.2e-322, 2.2E-322", "8.41e21, 8.41E21", "2.0e-3, 0.002",
    "9.5367431640625e-7, 9.5367431640625E-7", "2.9802322387695312e-8, 2.9802322387695312E-8",
    "5.0e-324, 4.9E-324", "8.0e-323, 7.9E-323", "1.1e-322, 1.1E-322"
  })
  void write_number_hasTheUsualForm(double number, String expected) {
    assertThat(written(number)).isEqualTo(expected);
  }

  @Test
  void write_everyPowerOfTwoAndItsNeighbours_isShortest() {
    for (int exponent = -1074; exponent < 1024; exponent += CASES > 1_000_000 ? 1 : 3) {
      double power = Math.scalb(1.0, exponent);
      assertShortest(power);
      assertShortest(Math.nextUp(power));
      assertShortest(Math.nextDown(power));
    }
  }

  @Test
  void write_randomNumbers_isShortestByExactArithmetic() {
    Random random = new Random(31);
    for (int i = 0; i < CASES / 20; i++) {
      assertShortest(randomNumber(random, i));
    }
  }

  @Test
  void write_randomNumbers_readsBackAndIsThatOfNewerJdks() {
    Random random = new Random(32);
    for (int i = 0; i < CASES; i++) {
      double number = randomNumber(random, i);
      String text = written(number);
      if (bits(Double.parseDouble(text)) != bits(number)
          || IS_SHORTEST && !isEqual(text, Double.toString(number))) {
        assertThat(text).isEqualTo(Double.toString(number));
      }
    }
  }

  private static double randomNumber(Random random, int i) {
    return switch (i % 5) {
      case 0 -> random.nextDouble();
      case 1 -> random.nextInt(2_000_000_000) + random.nextInt(1_000_000) / 1e6;
      case 2 -> Double.longBitsToDouble(random.nextLong() >>> 12);
      case 3 -> random.nextInt(1 << 20) / 100.0;
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? any : Math.PI;
      }
    };
  }

  private static boolean isEqual(String a, String b) {
    return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
  }

  private static void assertShortest(double number) {
    String text = written(number);
    assertThat(bits(Double.parseDouble(text))).as(text).isEqualTo(bits(number));
    if (number != 0) {
      BigDecimal exact = new BigDecimal(number);
      BigDecimal decimal = new BigDecimal(text);
      int digits = Math.max(2, decimal.stripTrailingZeros().precision());
      assertNone(number, exact, digits - 1, decimal);
      assertNoneNearer(number, exact, digits, decimal);
    }
  }

  /** With fewer digits none reads back; two digits are the fewest. */
  private static void assertNone(double number, BigDecimal exact, int digits, BigDecimal ours) {
    for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
      BigDecimal shorter = exact.round(new MathContext(digits, mode));
      assertThat(digits >= 2 && shorter.doubleValue() == number).as("%s", ours).isFalse();
    }
  }

  private static void assertNoneNearer(
      double number, BigDecimal exact, int digits, BigDecimal ours) {
    BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    assertThat(nearest.doubleValue() != number || isAsNear(nearest, ours, exact))
        .as("%s, but %s is nearer", ours, nearest)
        .isTrue();
  }

  private static boolean isAsNear(BigDecimal nearest, BigDecimal ours, BigDecimal exact) {
    return ours.subtract(exact).abs().compareTo(nearest.subtract(exact).abs()) <= 0;
  }

  private static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }

  private static String written(double number) {
    byte[] text = new byte[ShortestDecimal.MAX_LENGTH + 2];
    int end = ShortestDecimal.write(number, text, 1);
    assertThat(text[0] | text[end]).as("bytes beside").isZero();
    return new String(text, 1, end - 1, ISO_8859_1);
  }
}
