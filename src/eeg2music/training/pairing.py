"""Corpora in which the brain signal is taken away, spoilt or paired wrongly."""

from dataclasses import replace

import numpy as np

from eeg2music.model.tokens import ABSENT
from eeg2music.training.corpus import Corpus


def without_eeg(corpus: Corpus, _seed: int = 0) -> Corpus:
    """No EEG at all: silent channels, average entropy, absent tokens."""
    return replace(
        corpus,
        eeg=np.zeros_like(corpus.eeg),
        entropy=np.zeros_like(corpus.entropy),
        eeg_token=np.full_like(corpus.eeg_token, ABSENT),
    )


def with_eeg_of_other_songs(corpus: Corpus, seed: int) -> Corpus:
    """Each trial gets the EEG of another song, of the same subject and part.

    Within a part nothing else changes: the same EEG, the same music, paired wrongly. A
    subject's only trial of a part keeps its own.
    """
    rng = np.random.default_rng(seed)
    source = np.arange(len(corpus.trials))
    for rows in corpus.trials.groupby(["subject", "part"], sort=True).indices.values():
        order = rng.permutation(rows)
        source[order] = np.roll(order, 1)
    return replace(
        corpus,
        eeg=corpus.eeg[source],
        entropy=corpus.entropy[source],
        eeg_token=corpus.eeg_token[source],
    )


def shown_later(corpus: Corpus, frames: int) -> Corpus:
    """Each trial's EEG from so many frames later on; what lacks at the end is its beginning."""

    def turned(values: np.ndarray) -> np.ndarray:
        courses = values.reshape(len(values), -1, *values.shape[3:])
        return np.roll(courses, -frames, axis=1).reshape(values.shape)

    return replace(
        corpus,
        eeg=turned(corpus.eeg),
        entropy=turned(corpus.entropy),
        eeg_token=turned(corpus.eeg_token),
    )


def without_channel(corpus: Corpus, channel: int) -> Corpus:
    """Each trial's EEG with one electrode silent: no signal, average entropy.

    A frame's token is that of the trial's frame whose entropy was nearest to what it has now.
    """
    eeg, entropy = corpus.eeg.copy(), corpus.entropy.copy()
    eeg[:, :, :, channel] = 0
    entropy[:, :, :, channel] = 0
    tokens = [
        _recalled(*(told.reshape(-1, *told.shape[2:]) for told in trial))
        for trial in zip(corpus.entropy, entropy, corpus.eeg_token, strict=True)
    ]
    token = np.reshape(tokens, corpus.eeg_token.shape)
    return replace(corpus, eeg=eeg, entropy=entropy, eeg_token=token)


def reversed_in_time(corpus: Corpus, _seed: int = 0) -> Corpus:
    """Each trial's EEG from its end to its beginning: the same, frame by frame, in no order."""
    return replace(
        corpus,
        eeg=corpus.eeg[:, ::-1, ::-1, :, ::-1].copy(),
        entropy=corpus.entropy[:, ::-1, ::-1].copy(),
        eeg_token=corpus.eeg_token[:, ::-1, ::-1].copy(),
    )


def with_random_phases(corpus: Corpus, seed: int) -> Corpus:
    """Each trial's EEG and entropy with their spectra, and nothing of when anything happened.

    What channels have in common stays (Prichard and Theiler 1994,
    doi:10.1103/PhysRevLett.73.951). A frame's token is that of the trial's frame whose entropy was
    nearest to what it has now.
    """
    rng = np.random.default_rng(seed)
    eeg, entropy, tokens = [], [], []
    for row in range(len(corpus.trials)):
        slices, frames, channels, samples = corpus.eeg[row].shape
        signal = corpus.eeg[row].reshape(slices * frames, channels, samples)
        drawn = _randomised(signal.swapaxes(1, 2).reshape(-1, channels), rng)
        drawn = drawn.reshape(slices, frames, samples, channels).swapaxes(2, 3)
        courses = corpus.entropy[row].reshape(slices * frames, -1)
        turned = _randomised(courses, rng)
        eeg.append(drawn)
        entropy.append(turned.reshape(corpus.entropy[row].shape))
        told = _recalled(courses, turned, corpus.eeg_token[row].reshape(-1))
        tokens.append(told.reshape(slices, frames))
    return replace(corpus, eeg=np.stack(eeg), entropy=np.stack(entropy), eeg_token=np.stack(tokens))


def _recalled(courses: np.ndarray, changed: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Tokens of the frames whose entropy was nearest to what each frame's is now.

    Parameters
    ----------
    courses, changed : ndarray, shape (frames, ...)
        Entropy as it was, and as it is.
    tokens : ndarray of int, shape (frames,)
    """
    was, now = courses.reshape(len(courses), -1), changed.reshape(len(changed), -1)
    nearest = (np.square(was).sum(axis=1) - 2 * now @ was.T).argmin(axis=1)
    found: np.ndarray = tokens[nearest]
    return found


def _randomised(courses: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Courses, shape (times, courses), with one random phase a frequency, the same for all."""
    spectrum = np.fft.rfft(courses, axis=0)
    turns = np.exp(2j * np.pi * rng.random(len(spectrum)))
    turns[0] = 1.0
    if len(courses) % 2 == 0:
        turns[-1] = 1.0  # half the sampling rate has no phase
    drawn: np.ndarray = np.fft.irfft(spectrum * turns[:, None], len(courses), axis=0)
    return drawn.astype(courses.dtype)
