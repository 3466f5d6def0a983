"""Writes the reference values that BetaReferenceTest and BetaComparisonTest hold the library against.

    python3 src/test/python/beta_reference.py src/test/resources/io/github/bayesiantrust

Needs mpmath (1.2 or later), for its arithmetic, exponentials and log-gamma only. No algorithm is shared
with the library: tails are summed by the power series of the incomplete beta function,

    P(X <= x) = x^a y^b / (a B(a, b)) * sum over n of ((a+b)_n / (a+1)_n) x^n,   y = 1 - x,

in fixed-point integers, on the side where it converges, and the other tail is one minus that with as
many more digits as cancel. Quantiles come without a search: p is the tail at x, rounded to a double,
and x moves by the first two terms of the inverse's Taylor series. P(X > Y) is the finite sum for a whole
alpha of Y, with all other shapes real. Every input is an exact double; results have 25 digits or more.
"""

import math
import sys
from fractions import Fraction

from mpmath import beta, exp, log, loggamma, mp, mpf, nstr

DIGITS = 50

SHAPES = [
    (1e-3, 1e-3), (1e-3, 1.0), (1.0, 1e-3), (1e-3, 1e3), (1e-3, 1e9), (1e9, 1e-3), (0.01, 0.01),
    (0.05, 20.0), (0.5, 0.5), (0.5, 30.0), (1.0, 1.0), (2.0, 3.0), (3.0, 5.0), (7.25, 0.75),
    (300.0, 20.0), (50.5, 950.25), (1e4, 0.01), (9999.5, 2.5), (3000.0, 3000.0), (1e4, 1e4),
    (11.0, 99990.0), (1000001.0, 3.0), (1e6, 1e3), (2999.0, 1e9), (3001.0, 1e9), (123456.7, 8.9e6),
    (1e6, 1e6), (1.0, 1e9), (1e9, 123.4), (1e9, 1e9),
]  # fmt: skip

TAILS = [1e-250, 1e-40, 1e-11, 1e-3, 0.025, 0.3, 0.5]


def rough_log_tail(a, b, x, y):
    """The logarithm of the lower tail in doubles, to choose points with; its error does not matter."""
    if (a + b + 2) * x > a + 1:
        upper = math.exp(min(0.0, rough_log_tail(b, a, y, x)))
        return math.log1p(-min(upper, 1 - 1e-16))
    front = a * math.log(x) + b * math.log(y) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    c, d, f = 1.0, 0.0, 1.0
    for i in range(1, 200000):
        m = i // 2
        if i % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / ((1 + term * d) or 1e-300)
        c = (1 + term / c) or 1e-300
        f *= c * d
        if abs(c * d - 1) < 1e-9:
            break
    return front - math.log(a) - math.log(abs(f))


def point(a, b, p):
    """A double x near the quantile of p, found by bisection of its logit."""
    low, high = -700.0, 700.0
    for _ in range(60):
        u = (low + high) / 2
        if rough_log_tail(a, b, 1 / (1 + math.exp(-u)), 1 / (1 + math.exp(u))) < math.log(p):
            low = u
        else:
            high = u
    return 1 / (1 + math.exp(-low))


def front(a, b, x):
    """x^a y^b / B(a, b)."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    return exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b))


def series(a, b, x, digits):
    """The sum over n of ((a+b)_n / (a+1)_n) x^n for exact fractions, in fixed point."""
    scale = math.lcm(a.denominator, b.denominator)
    whole, start = int((a + b) * scale), int((a + 1) * scale)
    term = 10**digits
    total = term
    while term:
        term = term * whole * x.numerator // (start * x.denominator)
        total += term
        whole += scale
        start += scale
    return mpf(total) / mpf(10) ** digits


def tail(a, b, x):
    """The lower tail, by the series at the smaller of x and y; enough digits to lose 300."""
    fa, fb, fx = Fraction(a), Fraction(b), Fraction(x)
    if fx <= Fraction(1, 2):
        return front(a, b, x) / mpf(a) * series(fa, fb, fx, DIGITS + 310)
    return 1 - front(a, b, x) / mpf(b) * series(fb, fa, 1 - fx, DIGITS + 310)


def quantile(a, b, x, p_exact, p):
    """The quantile of p next to x: with f the density, x + d/f - f' d^2 / (2 f^3) for d = p - P(x)."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    f = front(a, b, x) / (x * (1 - x))
    step = (mpf(p) - p_exact) / f
    return x + step - ((a - 1) / x - (b - 1) / (1 - x)) * step**2 / 2


def number(value):
    return nstr(value, 25, min_fixed=-5, max_fixed=5)


def write_tails(folder):
    mp.dps = DIGITS + 320
    with open(folder + "/beta_tails.csv", "w") as cdf, open(folder + "/beta_quantiles.csv", "w") as inverse:
        for file in (cdf, inverse):
            print("# 25 digits, by src/test/python/beta_reference.py; see there for how.", file=file)
        print("a,b,x,lower,upper", file=cdf)
        print("a,b,lower,x,y", file=inverse)
        for a, b in SHAPES:
            seen = set()
            for p in TAILS:
                x = point(a, b, p)
                if not 1e-300 < x < 1 or x in seen:
                    continue
                seen.add(x)
                lower = tail(a, b, x)
                rows = f"{a!r},{b!r}"
                print(rows, repr(x), number(lower), number(1 - lower), sep=",", file=cdf)
                rounded = float(lower)
                if 1e-300 < rounded < 0.75 and abs(mpf(rounded) - lower) < lower * mpf(2) ** -50:
                    exact = quantile(a, b, x, lower, rounded)
                    if 0 < exact < 1:
                        print(rows, repr(rounded), number(exact), number(1 - exact), sep=",", file=inverse)
            cdf.flush()


COMPARED = [
    (1.0, 1.0, 1.0, 1.0), (3.0, 5.0, 3.0, 5.0), (46.0, 20.0, 6.0, 1.0), (2.5, 3.25, 4.0, 0.75),
    (0.01, 0.02, 1.0, 2.0), (1e-3, 1e-3, 1.0, 1e-3), (0.5, 40.0, 3.0, 700.5), (100.0, 100.0, 101.0, 99.0),
    (120.5, 80.25, 121.0, 80.0), (1000.0, 1000.5, 1000.0, 1000.0), (1e4, 1e4, 10100.0, 9900.0),
    (5e4, 5e4, 50001.0, 5e4), (1e9, 1e9, 1.0, 1.0), (1e9, 3.0, 2.0, 0.5), (1e9, 1e6, 900.0, 1.0),
    (1e-3, 1e9, 1.0, 1e9), (7e5, 3e5, 70.0, 30.0), (2e8, 1e9, 1000.0, 5003.0), (3.0, 1e9, 2.0, 1e9),
    (800.0, 200.0, 150.0, 850.0), (1e6, 2e6, 1000500.0, 2e6), (1e5, 2e5, 2.0, 1e-3), (12.0, 8.0, 1.0, 1e5),
]  # fmt: skip


def below(a1, b1, a2, b2):
    """P(X < Y) for X ~ (a1, b1) and Y ~ (a2, b2), a2 whole: the sum over i < a2 of
    B(a1 + i, b1 + b2) / ((b2 + i) B(1 + i, b2) B(a1, b1)); each term from the one before."""
    a1, b1, b2 = mpf(a1), mpf(b1), mpf(b2)
    term = exp(loggamma(b1 + b2) + loggamma(a1 + b1) - loggamma(a1 + b1 + b2) - loggamma(b1))
    total = term
    for i in range(int(a2) - 1):
        term *= (a1 + i) * (b2 + i) / ((a1 + b1 + b2 + i) * (i + 1))
        total += term
    return total


def loss(a1, b1, a2, b2):
    """E max(0, Y - X) = E[Y; Y > X] - E[X; Y > X], each with one more in a shape."""
    a1, b1, m2 = mpf(a1), mpf(b1), mpf(a2) / (mpf(a2) + mpf(b2))
    return m2 * below(a1, b1, a2 + 1, b2) - a1 / (a1 + b1) * below(a1 + 1, b1, a2, b2)


def write_comparisons(folder):
    mp.dps = DIGITS + 30
    with open(folder + "/beta_comparisons.csv", "w") as file:
        print("# 25 digits, by src/test/python/beta_reference.py; see there for how.", file=file)
        print("a1,b1,a2,b2,first_greater,loss_of_first,loss_of_second", file=file)
        for a1, b1, a2, b2 in COMPARED:
            less = below(a1, b1, a2, b2)
            first = loss(a1, b1, a2, b2)
            second = first + mpf(a1) / (mpf(a1) + mpf(b1)) - mpf(a2) / (mpf(a2) + mpf(b2))
            print(repr(a1), repr(b1), repr(a2), repr(b2), number(1 - less), number(first), number(second), sep=",", file=file)


if __name__ == "__main__":
    write_comparisons(sys.argv[1])
    write_tails(sys.argv[1])
