"""Where a trial lies in its recording, and what of it is there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eeg2music.bids.events import Presentation
from eeg2music.bids.run import Run


@dataclass(frozen=True)
class Placed:
    """A stimulus in a run.

    Attributes
    ----------
    onset : int
        Sample at which it starts.
    first, last : int
        Samples between which the recording is continuous around the onset.
    reason : str
        Why it cannot be used; empty if it can.
    """

    video: int
    run: Run
    onset: int
    first: int
    last: int
    reason: str


def place(run: Run, what: Presentation, cuts_s: Sequence[float], trial_s: float) -> Placed:
    """Find a presentation's samples, and whether ``trial_s`` of it were recorded."""
    onset = round(what.onset_s * run.rate_hz)
    cuts = [round(cut_s * run.rate_hz) for cut_s in (*cuts_s, *run.cuts_s)]
    first = max((cut for cut in cuts if 0 <= cut <= onset), default=0)
    last = min((cut for cut in cuts if onset < cut < run.samples), default=run.samples)
    reason = _reason(run, what, (last - onset) / run.rate_hz, last < run.samples, trial_s)
    return Placed(what.video, run, onset, first, last, reason)


def _reason(run: Run, what: Presentation, left_s: float, is_cut: bool, trial_s: float) -> str:
    if left_s <= 0:
        return (
            f"begins at {what.onset_s:g} s, but {run.path.name} ends at "
            f"{run.samples / run.rate_hz:g} s"
        )
    if left_s < trial_s - 0.5 / run.rate_hz:
        how = "is cut" if is_cut else "ends"
        return f"{run.path.name} {how} {left_s:g} s after the music began, of {trial_s:g} s"
    if what.duration_s < trial_s:
        return f"the music lasted {what.duration_s:g} s, of {trial_s:g} s"
    return ""


def window(placed: Placed, names: Sequence[str], trial_s: float, margin_s: float) -> np.ndarray:
    """A trial's signals with a margin on either side.

    Where the recording does not reach so far, its mirror image goes on.

    Returns
    -------
    ndarray of float64, shape (names, samples), µV
    """
    rate_hz = placed.run.rate_hz
    margin = round(margin_s * rate_hz)
    start, stop = placed.onset - margin, placed.onset + round(trial_s * rate_hz) + margin
    first, last = max(start, placed.first), min(stop, placed.last)
    signals = placed.run.read(names, first, last)
    return np.pad(signals, ((0, 0), (first - start, stop - last)), mode="symmetric")
