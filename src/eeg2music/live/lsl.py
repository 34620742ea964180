"""Streams of the Lab Streaming Layer (LSL), by mne-lsl."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from eeg2music.errors import DataError

_UV = {"microvolts": 1.0, "microvolt": 1.0, "uv": 1.0, "µv": 1.0, "μv": 1.0, "-6": 1.0}
_UV |= {"volts": 1e6, "volt": 1e6, "v": 1e6, "0": 1e6, "-0": 1e6}
_UV |= {"millivolts": 1e3, "millivolt": 1e3, "mv": 1e3, "-3": 1e3}
"""What units are called in streams, and how many µV they are."""
_AT_ONCE = 4096
_BUFFERED_S = 60
_PATIENCE_S = 5.0
"""How long to wait for a stream to say what it is."""
_PAUSE_S = 0.02
"""How long to wait where nothing has arrived."""


def find(seconds: float = 2.0) -> list[Any]:
    """Streams that can be seen, as mne-lsl describes them."""
    from mne_lsl.lsl import resolve_streams

    found = resolve_streams(seconds)
    return sorted(found, key=lambda info: (info.name, info.source_id))


def choose(infos: Sequence[Any], name: str | None) -> Any:
    """The stream of a name; without one, the only one of EEG.

    Raises
    ------
    DataError
        If there is none, or more than one.
    """
    if name is None:
        fitting = [info for info in infos if info.stype.lower() == "eeg"]
        expected = "one stream of type EEG"
    else:
        fitting = [info for info in infos if info.name == name]
        expected = f"one stream called {name}"
    if len(fitting) == 1:
        return fitting[0]
    every = ", ".join(f"{info.name} ({info.stype})" for info in (fitting or infos))
    raise DataError(
        "Lab Streaming Layer",
        expected=expected,
        found=every or "no stream at all",
        cure="Start the amplifier's LSL app, or name another stream; `--dry-run` lists them.",
    )


class LslStream:
    """A stream, once it is connected.

    What is lost and returns under the same source is taken up again by LSL itself.

    Attributes
    ----------
    name : str
    channel_names : list of str
        Of the channels of EEG; all, if the stream does not tell kinds.
    rate_hz : float
        Nominal.

    Raises
    ------
    DataError
        If it does not answer, names no channels, or has a unit that is none of voltage.
    """

    def __init__(self, info: Any) -> None:
        from mne_lsl.lsl import StreamInlet, local_clock

        self.name = str(info.name)
        self._clock = local_clock
        self._inlet = StreamInlet(
            info, max_buffered=_BUFFERED_S, recover=True, processing_flags=("clocksync",)
        )
        try:
            self._inlet.open_stream(timeout=_PATIENCE_S)
            told = self._inlet.get_sinfo(timeout=_PATIENCE_S)
        except (TimeoutError, RuntimeError) as error:
            raise DataError(
                self.name,
                expected="a stream that answers",
                found=str(error) or type(error).__name__,
                cure="Start it again; both machines must be in one network.",
            ) from None
        self.rate_hz = float(told.sfreq)
        names, kinds = told.get_channel_names(), told.get_channel_types()
        if not names or any(name is None for name in names):
            raise DataError(
                self.name,
                expected="names of channels in the stream's description",
                found="none",
                cure="Let the amplifier's LSL app send the names of the electrodes.",
            )
        self._chosen = _eeg(kinds, len(names))
        self.channel_names = [names[row] for row in self._chosen]
        self._scale = self._scales(told.get_channel_units() or [None] * len(names))

    def pull(self) -> tuple[np.ndarray, np.ndarray]:
        """What has arrived: samples, shape (samples, channels), µV, and when they were taken, s."""
        samples, times_s = self._inlet.pull_chunk(timeout=0.0, max_samples=_AT_ONCE)
        if not len(times_s):
            time.sleep(_PAUSE_S)
        return np.asarray(samples)[:, self._chosen] * self._scale, times_s.copy()

    def now_s(self) -> float:
        """The time by LSL's clock on this machine."""
        return float(self._clock())

    def close(self) -> None:
        """Disconnect."""
        self._inlet.close_stream()

    def _scales(self, units: Sequence[str | None]) -> np.ndarray:
        """µV in the unit of each chosen channel; µV where a stream tells none."""
        told = [str(units[row] or "microvolts").strip().lower() for row in self._chosen]
        unknown = sorted({unit for unit in told if unit not in _UV})
        if unknown:
            raise DataError(
                self.name,
                expected="channels in volts, millivolts or microvolts",
                found=", ".join(unknown),
                cure="Correct the unit in the stream's description.",
            )
        return np.array([_UV[unit] for unit in told])


def _eeg(kinds: Sequence[str | None] | None, count: int) -> list[int]:
    """Numbers of the channels of EEG; of all, if no kind is told."""
    known = [str(kind or "eeg").lower() for kind in kinds or ["eeg"] * count]
    return [row for row, kind in enumerate(known) if kind == "eeg"] or [*range(count)]
