"""Streams without a network: a recording, sent as a stream would send it."""

import numpy as np

from eeg2music.deap.montage import EEG

RATE_HZ = 256


class Replay:
    """Gives chunk after chunk; its clock is at the last sample that it gave, and a little later."""

    name = "a replay"

    def __init__(self, chunks, names=EEG, rate_hz=RATE_HZ, lag_s=0.01):
        self.channel_names, self.rate_hz = names, rate_hz
        self._chunks, self._lag_s = iter(chunks), lag_s
        self._now_s, self.is_over = 0.0, False

    def pull(self):
        chunk = next(self._chunks, None)
        if chunk is None:
            self.is_over = True
            return np.zeros((0, len(self.channel_names))), np.zeros(0)
        if len(chunk[1]):
            self._now_s = chunk[1].max()
        return chunk

    def now_s(self):
        return self._now_s + self._lag_s


def chunks_of(eeg, size=37, start_s=500.0, rate_hz=RATE_HZ):
    """Chunks of a signal, shape (channels, samples)."""
    times = start_s + np.arange(eeg.shape[1]) / rate_hz
    edges = range(0, eeg.shape[1], size)
    return [(eeg[:, a : a + size].T, times[a : a + size]) for a in edges]
