"""From draws to power: how often each strength is found, and the smallest that would have been."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.stats import beta

_RESAMPLED = 999
"""Bootstrap samples of draws."""


def exact_interval(found: int, draws: int, confidence: float) -> tuple[float, float]:
    """Interval of a share (Clopper and Pearson, *Biometrika* 26, 1934, 404-413)."""
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, found, draws - found + 1)) if found else 0.0
    high = float(beta.ppf(1 - tail, found + 1, draws - found)) if found < draws else 1.0
    return low, high


@dataclass(frozen=True)
class SmallestEffect:
    """Least strength that is found with the power asked, and its interval; inf: none was."""

    strength: float
    ci_low: float
    ci_high: float


def smallest_effect(
    strengths: np.ndarray,
    found: np.ndarray,
    *,
    power: float,
    confidence: float,
    rng: np.random.Generator,
) -> SmallestEffect:
    """Interpolate the strength that is found with a power.

    Parameters
    ----------
    strengths : ndarray, shape (strengths,)
        Increasing.
    found : ndarray of bool, shape (draws, strengths)
        Whether each draw was.

    Returns
    -------
    SmallestEffect
        Its interval is of a bootstrap over draws.
    """
    samples = rng.integers(len(found), size=(_RESAMPLED, len(found)))
    drawn = [crossing(strengths, found[rows].mean(axis=0), power) for rows in samples]
    tails = (1 - confidence) / 2, (1 + confidence) / 2
    low, high = np.quantile(drawn, tails, method="inverted_cdf")
    return SmallestEffect(crossing(strengths, found.mean(axis=0), power), float(low), float(high))


def crossing(strengths: np.ndarray, shares: np.ndarray, power: float) -> float:
    """Where shares, made to increase (isotonic regression), reach a power; inf: nowhere."""
    rising = isotonic_regression(shares).x
    reached = np.flatnonzero(rising >= power - 1e-9)
    if not len(reached):
        return float("inf")
    first = reached[0]
    if first == 0:
        return float(strengths[0])
    return float(np.interp(power, rising[first - 1 : first + 1], strengths[first - 1 : first + 1]))
