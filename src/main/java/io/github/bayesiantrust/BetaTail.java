package io.github.bayesiantrust;

/**
 * The lower tail of a beta distribution with two large shapes, relative to its kernel at x: P(X ≤ x)
 * / (x^a·y^b / B(a, b)), by quadrature of the density's ratio to its value at x.
 *
 * <p>With the smaller of x and y as the unit of length, t = x·(1 − w) or 1 − t = y·(1 + w), both
 * logarithms are of quantities near 1, and the parts that cancel between them are summed up
 * beforehand as the slope: what is left are terms as small as the exponent itself. The range ends
 * where the integrand is below 2⁻⁶⁰ of its start.
 */
final class BetaTail {
  private static final double NEGLIGIBLE = 42;

  /** 16 points each integrate 14 e-folds, or three standard deviations, to the last bit. */
  private static final int PANELS = 3;

  /** The shapes at the side of length one, and at the other side. */
  private final double near;

  private final double far;

  /** What w on the near side is on the far side: minus w times this. */
  private final double ratio;

  /** 1 towards the far end, −1 towards the near end. */
  private final int direction;

  private final double slope;

  private BetaTail(double near, double far, double ratio, int direction, double slope) {
    this.near = near;
    this.far = far;
    this.ratio = ratio;
    this.direction = direction;
    this.slope = slope;
  }

  /** The ratio; x is at most the mean. */
  static double relative(BetaKernel kernel, double x, double y) {
    double a = kernel.a;
    double b = kernel.b;
    double excess = kernel.excess(x, y);
    return x <= y
        ? new BetaTail(a, b, x / y, -1, excess / y).integral() / y
        : new BetaTail(b, a, y / x, 1, excess / x).integral() / x;
  }

  private double integral() {
    double end = end();
    double sum = 0;
    double from = 0;
    for (int panel = 1; panel <= PANELS; panel++) {
      double to = end * panel / PANELS;
      sum += GaussLegendre.integral(this::integrand, from, to);
      from = to;
    }
    return sum;
  }

  /** The density at distance w over that at x. */
  private double integrand(double w) {
    double z = direction * w;
    return Math.exp(exponent(w)) / ((1 + z) * (1 - z * ratio));
  }

  private double exponent(double w) {
    double z = direction * w;
    return -slope * w
        + near * BetaKernel.log1pMinus(z)
        + far * BetaKernel.log1pMinus(-z * ratio);
  }

  /** Where the integrand becomes negligible: about the root of slope·w + curvature·w²/2. */
  private double end() {
    double curvature = near + far * ratio * ratio;
    double root =
        2 * NEGLIGIBLE / (slope + Math.sqrt(slope * slope + 2 * NEGLIGIBLE * curvature));
    double most = direction < 0 ? 1 : 1 / ratio;
    while (root < most && exponent(root) > -NEGLIGIBLE) {
      root *= 1.1;
    }
    return Math.min(root, most * (1 - 1e-9));
  }
}
