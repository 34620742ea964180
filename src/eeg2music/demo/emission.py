"""What an observer knows of the sources: as planted, or learnt from EEG features."""

import numpy as np

from eeg2music.demo.brain import FRAME_SD, NAMES, RESPONSES
from eeg2music.demo.oracle import Emission, aligned

RIDGE = 0.01
"""Penalty of the regression, relative to the number of frames (features are z-scored)."""


def exact(coupling: float) -> Emission:
    """The emission that brains are made by, of log powers less the subject's offset."""
    sources = len(NAMES)
    return Emission(np.zeros(sources), coupling * RESPONSES, FRAME_SD**2 * np.eye(sources))


def without_offset(
    log_power: np.ndarray, points: np.ndarray, reference: np.ndarray, emission: Emission
) -> np.ndarray:
    """Remove one subject's offset, told from reference trials.

    Parameters
    ----------
    log_power : ndarray, shape (trials, frames, sources), nats
    points : ndarray, shape (trials, frames, 5)
        φ of the music.
    reference : ndarray of bool, shape (trials,)

    Returns
    -------
    ndarray, shape (trials, frames, sources), nats
    """
    surplus = aligned(log_power)[reference] - emission.mean(points[reference])
    return log_power - np.nanmean(surplus, axis=(0, 1))


def read_out(features: np.ndarray, log_power: np.ndarray, training: np.ndarray) -> np.ndarray:
    """Estimate the sources' log powers from features, by ridge regression.

    Parameters
    ----------
    features : ndarray, shape (trials, frames, features)
        Z-scored within the subject.
    log_power : ndarray, shape (trials, frames, sources), nats
        Without the subjects' offsets.
    training : ndarray of bool, shape (trials,)
        Trials that the regression is fitted on.

    Returns
    -------
    ndarray, shape (trials, frames, sources), nats
    """
    x = features[training].reshape(-1, features.shape[-1]).astype(float)
    y = log_power[training].reshape(-1, log_power.shape[-1])
    penalty = RIDGE * len(x) * np.eye(x.shape[1])
    centre = x.mean(axis=0)
    weights = np.linalg.solve((x - centre).T @ (x - centre) + penalty, (x - centre).T @ y)
    estimate: np.ndarray = (features - centre) @ weights
    return estimate


def learnt(estimate: np.ndarray, points: np.ndarray) -> Emission:
    """Fit the emission of estimated log powers to trials of known states.

    Parameters
    ----------
    estimate : ndarray, shape (trials, frames, sources)
        As from `read_out`, training trials only.
    points : ndarray, shape (trials, frames, 5)
        φ of the music.
    """
    rows = aligned(estimate).reshape(-1, estimate.shape[-1])
    seen = np.isfinite(rows).all(axis=1)
    x = np.column_stack([np.ones(seen.sum()), points.reshape(-1, points.shape[-1])[seen]])
    coefficients, *_ = np.linalg.lstsq(x, rows[seen])
    residual = rows[seen] - x @ coefficients
    return Emission(coefficients[0], coefficients[1:].T, np.cov(residual.T))
