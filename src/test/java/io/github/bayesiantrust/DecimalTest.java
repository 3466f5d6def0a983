package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with exact arithmetic and, in great numbers, with {@link Double#parseDouble}. The profile
 * {@code fuzz} runs far more random cases.
 */
@Tag("fuzz")
class DecimalTest {
  private static final int CASES = Integer.getInteger("fuzz.numbers", 20_000);

  @ParameterizedTest
  @CsvSource({
    "0, 0.0", "-0, -0.0", "0e5, 0.0", "-0.000e-99999999999, -0.0", "0e999999999999, 0.0", "1, 1.0",
    "12.5, 12.5", "1e22, 1e22", "1e23, 1e23", "9007199254740993, 9007199254740992",
    "9007199254740993.000000000000000000000001, 9007199254740994", "1e309, Infinity",
    "-1e99999999999999999999, -Infinity", "1e-99999999999999999999, 0.0", "4.9e-324, 4.9e-324",
    "2.4703282292062327e-324, 0.0", "2.4703282292062328e-324, 4.9e-324",
    "1.7976931348623158e308, 1.7976931348623157e308", "1.7976931348623159e308, Infinity",
    "2.2250738585072011e-308, 2.225073858507201e-308", "1e-00000000000000000000000000000022, 1e-22",
    "18446744073709551615, 1.8446744073709552e19", "99999999999999999999999999, 1e26",
    "9999999999999999999, 1e19", "0.00000000000000000000000000000000000000000000001, 1e-47"
  })
  void parse_number_isTheNearestDouble(String number, double expected) {
    assertThat(parse(number)).isEqualTo(expected);
    assertThat(1 / parse(number)).isEqualTo(1 / expected);
  }

  @Test
  void parse_partOfAnArray_readsNothingElse() {
    byte[] text = "9912.5e199".getBytes(ISO_8859_1);
    assertThat(Decimal.parse(text, 2, 8)).isEqualTo(125);
    assertThat(Decimal.parse(text, 2, 4)).isEqualTo(12);
  }

  /** Just below, on and just above the middle between two doubles, in all its digits. */
  @Test
  void parse_halfwayCases_goToEvenOrAcross() {
    Random random = new Random(21);
    for (int i = 0; i < CASES / 20; i++) {
      long bits = random.nextLong() >>> (random.nextInt(4) == 0 ? 12 : 1);
      double low = Double.longBitsToDouble(bits);
      double high = Math.nextUp(low);
      if (Double.isFinite(high)) {
        BigDecimal half = new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
        BigDecimal last = half.ulp().scaleByPowerOfTen(-random.nextInt(20));
        assertParsed(half.subtract(last), low);
        assertParsed(half, (bits & 1) == 0 ? low : high);
        assertParsed(half.add(last), high);
      }
    }
  }

  private static void assertParsed(BigDecimal number, double expected) {
    assertThat(parse(number.toString())).as("%s", number).isEqualTo(expected);
  }

  /** By exact arithmetic: no other double is nearer. */
  @Test
  void parse_randomDigits_isNearestByExactArithmetic() {
    Random random = new Random(22);
    for (int i = 0; i < CASES / 20; i++) {
      String number = randomNumber(random, 30);
      double value = parse(number);
      BigDecimal exact = new BigDecimal(number);
      if (Double.isFinite(value)) {
        BigDecimal error = new BigDecimal(value).subtract(exact).abs();
        assertNoCloser(number, exact, error, Math.nextUp(value));
        assertNoCloser(number, exact, error, Math.nextDown(value));
      } else {
        assertThat(exact.abs()).isGreaterThan(new BigDecimal(Double.MAX_VALUE));
      }
    }
  }

  private static void assertNoCloser(
      String number, BigDecimal exact, BigDecimal error, double neighbour) {
    if (Double.isFinite(neighbour)) {
      assertThat(new BigDecimal(neighbour).subtract(exact).abs())
          .as(number)
          .isGreaterThanOrEqualTo(error);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 17, 19, 21, 40, 400})
  void parse_randomDigits_isThatOfTheJdk(int digits) {
    Random random = new Random(digits);
    for (int i = 0; i < CASES / digits; i++) {
      String number = randomNumber(random, digits);
      if (parse(number) != Double.parseDouble(number)) {
        assertThat(parse(number)).as(number).isEqualTo(Double.parseDouble(number));
      }
    }
  }

  private static String randomNumber(Random random, int maxDigits) {
    StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
    number.append(random.nextInt(10)).append('.').append(random.nextInt(10));
    for (int n = random.nextInt(maxDigits); n > 0; n--) {
      number.append(random.nextInt(10));
    }
    return number.append('e').append(random.nextInt(650) - 330).toString();
  }

  @Test
  void parse_everyPowerOfTen_isThatOfTheJdk() {
    for (int power = -400; power <= 400; power++) {
      for (String digits : new String[] {"1", "9", "9007199254740993", "18446744073709551615"}) {
        String number = digits + "e" + power;
        assertThat(parse(number)).as(number).isEqualTo(Double.parseDouble(number));
      }
    }
  }

  @Test
  void powersOfTen_each_isTheTruncatedSignificand() {
    for (int p = PowersOfTen.MIN; p <= PowersOfTen.MAX; p++) {
      BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(p);
      BigDecimal unit = powerOfTwo(PowersOfTen.exponent(p) - 127);
      BigDecimal below = new BigDecimal(significand(p)).multiply(unit);
      assertThat(significand(p).bitLength()).isEqualTo(128);
      assertThat(power.subtract(below)).isGreaterThanOrEqualTo(BigDecimal.ZERO).isLessThan(unit);
      assertThat(PowersOfTen.isExact(p)).isEqualTo(power.compareTo(below) == 0);
    }
  }

  private static BigInteger significand(int power) {
    return new BigInteger(Long.toUnsignedString(PowersOfTen.high(power)))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(PowersOfTen.low(power))));
  }

  private static BigDecimal powerOfTwo(int exponent) {
    return exponent < 0
        ? BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)))
        : new BigDecimal(BigInteger.ONE.shiftLeft(exponent));
  }

  private static double parse(String number) {
    byte[] text = number.getBytes(ISO_8859_1);
    return Decimal.parse(text, 0, text.length);
  }
}
