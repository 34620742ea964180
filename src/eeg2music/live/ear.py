"""The last minute of a stream, as an instrument hears it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eeg2music.compose.generation import Brain
from eeg2music.compose.hearing import brain_in
from eeg2music.compose.instrument import Instrument
from eeg2music.eeg.filtering import SETTLING_S
from eeg2music.eeg.recording import check, clean_electrodes, mirrored, rows_of
from eeg2music.errors import DataError
from eeg2music.live.arrivals import Stretch


@dataclass(frozen=True)
class Hearing:
    """What is heard at a moment.

    Attributes
    ----------
    first : int
        Number of the first frame of ``brain``, counted from where listening began.
    brain : Brain
        Up to the newest whole frame.
    interpolated : tuple of str
        Electrodes that come from the others.
    """

    first: int
    brain: Brain
    interpolated: tuple[str, ...]


class Ear:
    """Keeps what an instrument needs of a stream, and nothing else, however long it runs.

    Parameters
    ----------
    names : sequence of str
        Of the channels of the stream.
    rate_hz : float
        Its sampling rate, whole Hz.
    origin : str
        What errors call it.
    delay : int
        Frames before the newest one that are wanted with all that a slice has before them.

    Raises
    ------
    DataError
        If it cannot serve the instrument.
    """

    def __init__(
        self,
        instrument: Instrument,
        names: Sequence[str],
        rate_hz: float,
        origin: str,
        delay: int = 0,
    ) -> None:
        about = instrument.about
        if rate_hz != round(rate_hz) or rate_hz <= 0:
            raise DataError(
                origin,
                expected="a regular sampling rate of whole Hz",
                found=f"{rate_hz:g} Hz" if rate_hz else "an irregular one",
                cure="Set the amplifier to such a rate, or resample before streaming.",
            )
        found = rows_of(origin, names)
        absent = [name for name in about.channels if name not in found]
        # Others help where some are absent; else they only take time.
        self.rows = found if absent else {name: found[name] for name in about.channels}
        check(origin, [*self.rows], int(rate_hz), about.channels, about.slices)
        self._instrument, self._origin, self._rate_hz = instrument, origin, int(rate_hz)
        self._rows = [*self.rows.values()]
        self._least = about.grid.frames + delay
        self._kept = np.zeros((len(self._rows), 0), np.float32)
        self._before = 0

    @property
    def frames(self) -> int:
        """Whole frames since listening began."""
        return int(self._received / (self._instrument.about.grid.frame_s * self._rate_hz))

    @property
    def beyond_s(self) -> float:
        """How much has come after the newest whole frame, s."""
        return (self._received - self._sample(self.frames)) / self._rate_hz

    @property
    def _received(self) -> int:
        return self._before + self._kept.shape[1]

    def take(self, stretch: Stretch) -> None:
        """Go on listening, or begin anew after a break."""
        if stretch.is_new:
            self._kept, self._before = self._kept[:, :0], 0
        more = stretch.samples[:, self._rows].T
        self._kept = np.concatenate([self._kept, more], axis=1)
        needed = self._sample(self._first(self.frames)) - round(SETTLING_S * self._rate_hz)
        gone = max(needed - self._before, 0)
        self._kept, self._before = self._kept[:, gone:].copy(), self._before + gone

    def hear(self) -> Hearing | None:
        """What is heard now; None before the first slice is full.

        Raises
        ------
        DataError
            If too many electrodes are bad, or the signals are of no brain's size.
        """
        about, frames = self._instrument.about, self.frames
        if frames < about.grid.frames:
            return None
        first = self._first(frames)
        cleaned = clean_electrodes(
            [self._window(first, frames)],
            self._origin,
            [*self.rows],
            self._rate_hz,
            about.channels,
            about.slices,
        )
        samples = round((frames - first) * about.grid.frame_s * about.slices.sampling_rate_hz)
        brain = brain_in(self._instrument, cleaned.eeg[:, :samples], self._origin)
        return Hearing(first, brain, cleaned.interpolated)

    def _first(self, frames: int) -> int:
        """First frame of the window: a bar begins there, as the model counts them.

        It is as long as the model sees, or less, but for what a slice needs.
        """
        hop = self._instrument.hop
        excess = max(frames - self._instrument.shapes.length, 0)
        return max(min(-(-excess // hop), (frames - self._least) // hop), 0) * hop

    def _sample(self, frame: int) -> int:
        return round(frame * self._instrument.about.grid.frame_s * self._rate_hz)

    def _window(self, first: int, frames: int) -> np.ndarray:
        """Samples of some frames, with as much on either side as filters need to settle."""
        margin = round(SETTLING_S * self._rate_hz)
        start, stop = self._sample(first) - margin, self._sample(frames) + margin
        inside = self._kept[:, max(start - self._before, 0) : stop - self._before].astype(float)
        before = max(self._before - start, 0)
        return mirrored(inside, before, stop - start - before - inside.shape[1])
