package io.github.bayesiantrust;

import java.util.function.DoubleUnaryOperator;

/** Gauss-Legendre quadrature with 16 points, exact for polynomials up to degree 31. */
final class GaussLegendre {
  /** Nodes and weights on [−1, 1], the positive half (DLMF 3.5(v)). */
  private static final double[] NODES = {
    0.09501250983763744, 0.28160355077925891, 0.45801677765722739, 0.61787624440264375,
    0.75540440835500303, 0.86563120238783174, 0.94457502307323258, 0.98940093499164993
  };

  private static final double[] WEIGHTS = {
    0.18945061045506850, 0.18260341504492359, 0.16915651939500254, 0.14959598881657673,
    0.12462897125553387, 0.09515851168249278, 0.06225352393864789, 0.02715245941175409
  };

  private GaussLegendre() {}

  /** The integral by one application of the rule. */
  static double integral(DoubleUnaryOperator f, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int i = 0; i < NODES.length; i++) {
      double offset = half * NODES[i];
      sum += WEIGHTS[i] * (f.applyAsDouble(middle - offset) + f.applyAsDouble(middle + offset));
    }
    return half * sum;
  }
}
