import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes services.csv: half a year of outcomes of services that are steady, degrading, recovering,
 * flaky or rare.
 *
 * <p>{@code java src/examples/GenerateServices.java > src/examples/services.csv} writes the same
 * bytes on each machine: the seed is fixed, the algorithm of java.util.Random is part of its
 * contract, and nothing but the four basic operations is done with its numbers.
 */
public final class GenerateServices {
  private static final long SEED = 20250701;
  private static final long START = 1735689600000L; // 2025-01-01T00:00:00Z
  private static final long DAY = 86_400_000;
  private static final int DAYS = 180;

  /** The probability of a success on a day, from 0 at the start of the data. */
  private interface Quality {
    double on(double day);
  }

  private record Outcome(String key, boolean success, double weight, long time) {}

  private final Random random = new Random(SEED);
  private final List<Outcome> outcomes = new ArrayList<>();

  private GenerateServices() {}

  /** Prints the file. */
  public static void main(String[] args) {
    GenerateServices services = new GenerateServices();
    services.addSteady();
    services.addChanging();
    services.addSparse();
    services.print();
  }

  private void addSteady() {
    add("checkout-web", 900, 1, day -> 0.999);
    add("payments-api", 900, 1, day -> 0.995);
    add("orders-api", 800, 1, day -> 0.98);
    add("search-v2", 800, 1, day -> 0.95);
    add("image-resizer", 600, 1, day -> 0.90);
    add("partner-feed", 400, 1, day -> 0.75);
    add("legacy-export", 250, 1, day -> 0.40);
  }

  private void addChanging() {
    // Good for two thirds of the time, then down from 99 % to 60 % within a month.
    add("recommendations", 800, 1, day -> 0.99 - 0.39 * ramp(day, 120, 150));
    // Bad for a third of the time, then up from 50 % to 99 %.
    add("inventory-sync", 800, 1, day -> 0.50 + 0.49 * ramp(day, 60, 120));
    // Three days of outage.
    add("login-gateway", 700, 1, day -> day >= 95 && day < 98 ? 0.05 : 0.997);
    // Each fifth day is a bad one.
    add("currency-rates", 600, 1, day -> (int) day % 5 == 4 ? 0.30 : 0.98);
  }

  private void addSparse() {
    // Synthetic probes, each a quarter of the evidence of a real call.
    add("status-page-probe", 700, 0.25, day -> 0.97);
    // A handful of outcomes, all good.
    add("annual-report", 5, 1, day -> 1);
    // Switched off after two months.
    addBetween("coupons-v1", 0, 60, 200, day -> 0.96);
    // Rolled out in the last ten days.
    addBetween("coupons-v2", 170, 180, 60, day -> 0.97);
  }

  private static double ramp(double day, double from, double to) {
    return Math.min(1, Math.max(0, (day - from) / (to - from)));
  }

  private void add(String key, int count, double weight, Quality quality) {
    add(key, 0, DAYS, count, weight, quality);
  }

  private void addBetween(String key, double from, double to, int count, Quality quality) {
    add(key, from, to, count, 1, quality);
  }

  /** Outcomes at irregular times, about evenly spread. */
  private void add(String key, double from, double to, int count, double weight, Quality quality) {
    for (int i = 0; i < count; i++) {
      double day = from + (to - from) * (i + random.nextDouble()) / count;
      boolean success = random.nextDouble() < quality.on(day);
      outcomes.add(new Outcome(key, success, weight, START + (long) (day * DAY)));
    }
  }

  private void print() {
    outcomes.sort(Comparator.comparingLong(Outcome::time).thenComparing(Outcome::key));
    StringBuilder csv = new StringBuilder("key,success,weight,epoch_millis\n");
    for (Outcome o : outcomes) {
      csv.append(o.key()).append(',').append(o.success() ? 1 : 0).append(',');
      csv.append(o.weight() == 1 ? "1" : Double.toString(o.weight()));
      csv.append(',').append(o.time()).append('\n');
    }
    System.out.print(csv);
    System.out.flush();
  }
}
