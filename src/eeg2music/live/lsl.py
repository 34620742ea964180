"""Streams of the Lab Streaming Layer (LSL), by mne-lsl."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eeg2music.eeg.naming import is_electrode
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

_UV = {"microvolts": 1.0, "microvolt": 1.0, "uv": 1.0, "µv": 1.0, "μv": 1.0, "-6": 1.0}
_UV |= {"volts": 1e6, "volt": 1e6, "v": 1e6, "0": 1e6, "-0": 1e6}
_UV |= {"millivolts": 1e3, "millivolt": 1e3, "mv": 1e3, "-3": 1e3}
_UV |= {"none": 1.0, "unknown": 1.0, "n/a": 1.0, "": 1.0}  # not told: µV, as amplifiers send
"""What units are called in streams, and how many µV they are."""
_AT_ONCE = 4096
_BUFFERED_S = 60
_SURVEY_S = 2.0
"""How long streams have to answer, where all are asked."""
_PATIENCE_S = 5.0
"""How long to wait for a stream to say what it is."""
_QUIET_S = 3.0
"""After which to look whether the stream goes on in another session: no loss is told of a cable
that was pulled."""
_GIVEN_UP_S = 10.0
"""After which a stream that is quiet, and seen no more, is taken for lost."""
_LOOK_S = 1.0
"""How long to look for a stream that was lost, at a time."""
_PAUSE_S = 0.02
"""How long to wait where nothing has arrived."""


def find(name: str | None = None, patience_s: float = 10.0) -> list[Any]:
    """Streams that can be seen, as mne-lsl describes them.

    Waits for one of a name, or for one of EEG: in a busy network that takes a while.
    """
    from mne_lsl.lsl import resolve_streams

    end_s = time.monotonic() + patience_s
    while True:
        found = resolve_streams(_SURVEY_S)
        if _fitting(found, name) or time.monotonic() >= end_s:
            return sorted(found, key=lambda info: (info.name, info.source_id))


def choose(infos: Sequence[Any], name: str | None) -> Any:
    """The stream of a name; without one, the only one of EEG.

    Raises
    ------
    DataError
        If there is none, or more than one.
    """
    fitting = _fitting(infos, name)
    expected = "one stream of type EEG" if name is None else f"one stream called {name}"
    if len(fitting) == 1:
        return fitting[0]
    every = ", ".join(f"{i.name} ({i.stype}, source {i.source_id})" for i in (fitting or infos))
    raise DataError(
        "Lab Streaming Layer",
        expected=expected,
        found=every or "no stream at all",
        cure="Start the amplifier's LSL app, or name another stream, by its name or its source;"
        " `--dry-run` lists them.",
    )


def _fitting(infos: Sequence[Any], name: str | None) -> list[Any]:
    if name is None:
        return [info for info in infos if info.stype.lower() == "eeg"]
    named = [info for info in infos if info.name == name]
    return named or [info for info in infos if info.source_id == name]


class LslStream:
    """A stream, once it is connected.

    What is lost and returns is taken up again, also if it returns under another source: it is known
    by its name, and must send the same channels at the same rate.

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
        If it does not answer, names no channels, sends no numbers, or has electrodes whose unit is
        none of voltage.
    """

    def __init__(self, info: Any) -> None:
        from mne_lsl.lsl import local_clock

        self.name = str(info.name)
        self._clock = local_clock
        self._inlet, self._description = _connect(info)
        self._session, self._source = info.uid, info.source_id
        self.channel_names = self._description.electrodes
        self.rate_hz = self._description.rate_hz
        self._heard_s = time.monotonic()
        self._told: str | None = None

    def pull(self) -> tuple[np.ndarray, np.ndarray]:
        """What has arrived: samples, shape (samples, channels), µV, and when they were taken, s."""
        from mne_lsl.lsl._utils import LostError  # no public name leads to it

        try:
            samples, times_s = self._inlet.pull_chunk(timeout=0.0, max_samples=_AT_ONCE)
        except LostError:
            samples, times_s = np.zeros((0, self._description.channels)), np.zeros(0)
            self._look(is_lost=True)
        if len(times_s):
            self._heard_s = time.monotonic()
        else:
            time.sleep(_PAUSE_S)
            quiet_s = time.monotonic() - self._heard_s
            if quiet_s > _QUIET_S:
                self._look(is_lost=quiet_s > _GIVEN_UP_S)
        described = self._description
        return samples[:, described.rows] * np.array(described.scale), times_s.copy()

    def _look(self, is_lost: bool) -> None:
        """Connect to the stream where it goes on, unless it is still where it was.

        What has only fallen silent may come back by itself: only the same device takes its place.
        """
        from mne_lsl.lsl import resolve_streams

        seen = [info for info in resolve_streams(_LOOK_S) if info.name == self.name]
        if any(info.uid == self._session for info in seen):
            return
        for info in sorted(seen, key=lambda each: each.source_id != self._source):
            if not is_lost and info.source_id != self._source:
                continue
            try:
                inlet, description = _connect(info)
            except DataError as error:
                self._tell(str(error))
                continue
            if description == self._description:
                self._take_up(info, inlet)
                return
            inlet.close_stream()
            self._tell(f"{self.name} came back with other channels, units or another rate")

    def _take_up(self, info: Any, inlet: Any) -> None:
        if info.source_id != self._source:
            logger.warning(
                "a stream called %s comes from another source now: %s, after %s",
                *(self.name, info.source_id or "unnamed", self._source or "unnamed"),
            )
        self.close()
        self._inlet, self._session, self._source, self._told = inlet, info.uid, info.source_id, None
        self._heard_s = time.monotonic()

    def _tell(self, text: str) -> None:
        if text != self._told:
            logger.warning("%s", text)
        self._told = text

    def now_s(self) -> float:
        """The time by LSL's clock on this machine."""
        return float(self._clock())

    def close(self) -> None:
        """Disconnect."""
        self._inlet.close_stream()


@dataclass(frozen=True)
class _Description:
    """What a stream says of itself.

    Attributes
    ----------
    channels : int
        All that it sends.
    rows : list of int
        Numbers of the electrodes among them.
    scale : list of float
        µV in the unit of each.
    """

    channels: int
    rows: list[int]
    electrodes: list[str]
    scale: list[float]
    rate_hz: float


def _connect(info: Any) -> tuple[Any, _Description]:
    """An inlet that is open, and what the stream says of itself."""
    from mne_lsl.lsl import StreamInlet

    name = str(info.name)
    inlet = StreamInlet(
        info, max_buffered=_BUFFERED_S, recover=False, processing_flags=("clocksync",)
    )
    try:
        inlet.open_stream(timeout=_PATIENCE_S)
        told = inlet.get_sinfo(timeout=_PATIENCE_S)
    except (TimeoutError, RuntimeError) as error:
        raise DataError(
            name,
            expected="a stream that answers",
            found=str(error) or type(error).__name__,
            cure="Start it again; both machines must be in one network.",
        ) from None
    try:
        return inlet, _describe(name, told)
    except DataError:
        inlet.close_stream()
        raise


def _describe(name: str, told: Any) -> _Description:
    if told.dtype == "string":
        raise DataError(name, expected="numbers", found="text", cure="Choose the stream of EEG.")
    names, kinds = told.get_channel_names() or [], told.get_channel_types()
    unnamed = [row for row in range(told.n_channels) if not names[row : row + 1] or not names[row]]
    if unnamed:
        raise DataError(
            name,
            expected=f"a name for each of {told.n_channels} channels in the stream's description",
            found=f"none for channel {', '.join(str(row + 1) for row in unnamed)}",
            cure="Let the amplifier's LSL app send the names of the electrodes.",
        )
    units = [_unit(each) for each in told.get_channel_units() or [None] * len(names)]
    # What is measured in °C or g is no electrode's, whatever kind a stream says it is.
    rows = [row for row in _eeg(kinds, len(names)) if units[row] in _UV or is_electrode(names[row])]
    scale = _scale(name, [units[row] for row in rows])
    return _Description(len(names), rows, [names[row] for row in rows], scale, float(told.sfreq))


def _unit(told: str | None) -> str:
    return str(told or "").strip().lower()


def _scale(name: str, units: Sequence[str]) -> list[float]:
    """µV in each unit."""
    unknown = sorted({unit for unit in units if unit not in _UV})
    if unknown or not units:
        raise DataError(
            name,
            expected="channels in volts, millivolts or microvolts",
            found=", ".join(unknown) or "none such",
            cure="Correct the unit in the stream's description.",
        )
    return [_UV[unit] for unit in units]


def _eeg(kinds: Sequence[str | None] | None, count: int) -> list[int]:
    """Numbers of the channels of EEG; of all, if no kind is told."""
    known = [str(kind or "eeg").lower() for kind in kinds or ["eeg"] * count]
    return [row for row, kind in enumerate(known) if kind == "eeg"] or [*range(count)]
