"""Cleaning of EEG: resampling and band-pass by MNE, eye movements, reference (paper 4.2.1).

Every step is linear and of zero phase, so nothing moves in time. MNE wants float64.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import mne
import numpy as np

from eeg2music.eeg.params import HIGH_TRANSITION_HZ, LOW_TRANSITION_HZ, Slices

SETTLING_S = 1.0
"""Signal needed on either side of a window: half the filter's 1.65 s, rounded up."""


def clean(
    windows: Iterable[tuple[np.ndarray, np.ndarray]],
    rate_hz: float,
    settings: Slices,
    repair: Callable[[int, np.ndarray], np.ndarray] = lambda trial, eeg: eeg,
) -> np.ndarray:
    """Clean the trials of one recording.

    Parameters
    ----------
    windows
        For each trial the EEG, shape (channels, samples), and the bipolar eye channels,
        shape (eye channels, samples), both with `SETTLING_S` before and after the trial.
        There may be no eye channel; then nothing is regressed out.
    rate_hz
        Their sampling rate.
    repair
        Function of the number of a trial and its band-passed EEG, shape (channels, samples), to
        the same without bad channels, of which each would own the average reference.

    Returns
    -------
    ndarray of float32, shape (trials, channels, samples), in the unit of the input
        Without the margins, at ``settings.sampling_rate_hz``, average-referenced.
    """
    trials = []
    for trial, (eeg, eog) in enumerate(windows):
        repaired = repair(trial, _in_band(eeg, rate_hz, settings))
        trials.append((average_reference(repaired), _in_band(eog, rate_hz, settings)))
    has_eyes = settings.regress_eog and len(trials[0][1]) > 0
    cleaned = remove_eye_movements(trials) if has_eyes else (eeg for eeg, _ in trials)
    return np.stack([eeg.astype(np.float32) for eeg in cleaned])


def _in_band(signal: np.ndarray, rate_hz: float, settings: Slices) -> np.ndarray:
    """Resampled, band-passed, without margins; shape (channels, samples)."""
    target_hz = settings.sampling_rate_hz
    margin = round(SETTLING_S * target_hz)
    if not len(signal):  # MNE refuses to filter no channel at all
        return signal
    slow = resample(signal, rate_hz, target_hz)
    return band_pass(slow, target_hz, settings.low_hz, settings.high_hz)[:, margin:-margin]


def resample(signal: np.ndarray, from_hz: float, to_hz: float) -> np.ndarray:
    """Change the sampling rate by a polyphase filter that prevents aliasing.

    Parameters
    ----------
    signal : ndarray, shape (..., samples)

    Returns
    -------
    ndarray of float64, shape (..., samples · to_hz / from_hz)
        Sample 0 is at the time of the input's sample 0.
    """
    if from_hz == to_hz:  # MNE (1.12) designs a filter that passes nothing
        return signal.astype(np.float64)
    return mne.filter.resample(
        signal, up=to_hz, down=from_hz, method="polyphase", n_jobs=1, verbose="error"
    )


def band_pass(signal: np.ndarray, rate_hz: float, low_hz: float, high_hz: float) -> np.ndarray:
    """Zero-phase FIR band-pass along the last axis.

    Returns
    -------
    ndarray of float64, shape of ``signal``
        Its first and last `SETTLING_S` are touched by the edges: cut them.
    """
    from scipy.signal import fftconvolve

    taps = mne.filter.create_filter(
        None,
        rate_hz,
        low_hz,
        high_hz,
        l_trans_bandwidth=LOW_TRANSITION_HZ,
        h_trans_bandwidth=HIGH_TRANSITION_HZ,
        verbose="error",
    )
    # MNE would apply it in overlapping pieces, of which a trial of a minute has thirteen.
    shape = (1,) * (signal.ndim - 1) + taps.shape
    return fftconvolve(signal, taps.reshape(shape), mode="same", axes=-1)


def average_reference(eeg: np.ndarray) -> np.ndarray:
    """Subtract the mean over channels, shape (..., channels, samples)."""
    return eeg - eeg.mean(axis=-2, keepdims=True)


def remove_eye_movements(trials: Sequence[tuple[np.ndarray, np.ndarray]]) -> Iterator[np.ndarray]:
    """Regress the eye channels out of average-referenced EEG (Gratton et al., 1983).

    The coefficients are those of this recording: nothing is learnt from others. They come
    from all its trials, those of a test subject too, unsupervised: no label, no music. An eye
    channel that says nothing of its own has none.

    Parameters
    ----------
    trials : sequence of pairs of ndarray, shapes (channels, samples) and (eye channels, samples)
        EEG, and bipolar eye channels of the same band.

    Yields
    ------
    ndarray, shape (channels, samples)
        The EEG of a trial without what follows the eyes.
    """
    moving = [eog - eog.mean(axis=1, keepdims=True) for _, eog in trials]
    variance = sum(each @ each.T for each in moving)
    shared = sum(each @ eeg.T for each, (eeg, _) in zip(moving, trials, strict=True))
    coefficients, *_ = np.linalg.lstsq(variance, shared)
    for each, (eeg, _) in zip(moving, trials, strict=True):
        yield eeg - coefficients.T @ each
