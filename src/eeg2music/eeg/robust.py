"""Spread that a burst leaves alone.

``scipy.stats`` has both, and takes longer to import than most of the commands that would need it.
"""

import numpy as np

_MAD_OF_NORMAL = 0.6744897501960817
"""Median absolute deviation of the standard normal distribution."""


def interquartile_range(values: np.ndarray) -> np.ndarray:
    """Distance between the quartiles of each row.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)

    Returns
    -------
    ndarray, shape (rows,)
    """
    low, high = np.percentile(values, (25, 75), axis=1)
    distance: np.ndarray = high - low
    return distance


def robust_sd(values: np.ndarray) -> float:
    """Standard deviation by the median absolute deviation, right for normal values."""
    away = np.abs(values - np.median(values))
    return float(np.median(away) / _MAD_OF_NORMAL)
