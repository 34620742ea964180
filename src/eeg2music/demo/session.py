"""The course of a recording session: what was shown when, and the triggers it left.

Triggers follow DEAP's protocol: 1 begins the experiment, the baseline and every rating
screen, 2 a synchronisation screen (at the beginning, around the break and at the end),
3 the fixation cross before a video, 4 the video, 5 the cross after it, 7 the end. Pauses
are shorter than DEAP's, to keep the files small.
"""

from dataclasses import dataclass

import numpy as np

from eeg2music.deap import montage
from eeg2music.demo.latent import FRAME_S

RATE_HZ = montage.SAMPLING_RATE_HZ
FRAME_SAMPLES = round(FRAME_S * RATE_HZ)
START, SYNC, FIXATION, VIDEO, AFTERWARDS, END = 1, 2, 3, 4, 5, 7

_OPENING = ((2, START), (3, START), (6, SYNC))
"""Triggers before the first trial: (frame, code)."""
_FIRST_TRIAL = 9
_FIXATION_FRAMES, _AFTER_FRAMES = 6, 3
_RATING_FRAMES = (2, 6)
"""Length of the rating screen: shortest, and one beyond the longest."""
_CLOSING_FRAMES = 8
_BREAK_FRAMES = 6
_TRIALS_BEFORE_BREAK = 20

PULSE_SAMPLES = 24
GRID_STEP = 4
"""The frame grid begins at a random sample that is a multiple of this."""

WITH_LOST_TRIGGERS = "s28"
_LOST = range(22, 25)
"""Trials (counted from 0) whose video left no trigger in that subject's recording."""

FIRST_WITH_STRAYS = 23
_STRAYS = ((5, AFTERWARDS), (7, FIXATION), (8, AFTERWARDS))
"""Further triggers before the first trial of s23-s32: (frame, code)."""
FIRST_RAISED = 24
RAISED = 0x18FF00
"""Added to every value of the trigger channel of s24-s32."""


@dataclass(frozen=True)
class Session:
    """What one subject saw, and which triggers it left.

    ``videos`` in the order of presentation, and the frame at which each began; frames
    count from sample ``first_sample`` (zero or less). ``triggers`` are (sample, code).
    """

    videos: tuple[int, ...]
    onset_frames: tuple[int, ...]
    first_sample: int
    samples: int
    triggers: tuple[tuple[int, int], ...]

    @property
    def onsets(self) -> np.ndarray:
        """First sample of each video."""
        return self.first_sample + FRAME_SAMPLES * np.array(self.onset_frames)

    @property
    def frames(self) -> int:
        """Frames that cover the recording."""
        return -(-(self.samples - self.first_sample) // FRAME_SAMPLES)


def draw(seed: int, subject: str, songs: int, trial_s: float) -> Session:
    """Draw one subject's session: the order of the videos and the pauses.

    Parameters
    ----------
    songs
        Videos 1 to ``songs`` are shown, each once.
    trial_s
        Seconds of each video.
    """
    rng = stream(seed, subject, "session")
    order = tuple(int(video) for video in 1 + rng.permutation(songs))
    first_sample = -GRID_STEP * int(rng.integers(FRAME_SAMPLES // GRID_STEP))
    marks, onsets, end = _timeline(rng, songs, round(trial_s / FRAME_S))
    if int(subject[1:]) >= FIRST_WITH_STRAYS:
        marks += _STRAYS
    lost = _lost(subject, onsets)
    kept = sorted(mark for mark in marks if mark not in lost)
    triggers = [(first_sample + FRAME_SAMPLES * frame, code) for frame, code in kept]
    seconds = -(-(first_sample + FRAME_SAMPLES * end) // RATE_HZ)
    return Session(order, tuple(onsets), first_sample, RATE_HZ * seconds, tuple(triggers))


def status(session: Session, subject: str) -> np.ndarray:
    """Values of the trigger channel, as stored.

    Returns
    -------
    ndarray of int32, shape (samples,)
    """
    values = np.zeros(session.samples, dtype=np.int32)
    for sample, code in session.triggers:
        values[sample : sample + PULSE_SAMPLES] = code
    return values + (RAISED if int(subject[1:]) >= FIRST_RAISED else 0)


def trigger_name(subject: str) -> str:
    """Label of the trigger channel, which may be empty."""
    return montage.trigger_name(subject)


def stream(seed: int, subject: str, purpose: str) -> np.random.Generator:
    """Random numbers of one subject for one purpose.

    Entropy of four words cannot coincide with that of songs, which has fewer.
    """
    words = [seed, int(subject[1:]), int.from_bytes(purpose.encode()[:4], "little"), 1]
    return np.random.default_rng(words)


def _lost(subject: str, onsets: list[int]) -> set[tuple[int, int]]:
    """Marks that the recording lacks; none unless trials lie on either side of the gap."""
    if subject != WITH_LOST_TRIGGERS or len(onsets) <= _LOST.stop:
        return set()
    return {(onsets[trial], VIDEO) for trial in _LOST}


def _timeline(
    rng: np.random.Generator, trials: int, video_frames: int
) -> tuple[list[tuple[int, int]], list[int], int]:
    """Triggers as (frame, code), the videos' first frames, and the last frame."""
    marks, onsets, frame = list(_OPENING), [], _FIRST_TRIAL
    for trial in range(trials):
        if trial == _TRIALS_BEFORE_BREAK:
            marks += [(frame, SYNC), (frame + _BREAK_FRAMES // 2, SYNC)]
            frame += _BREAK_FRAMES
        onset = frame + _FIXATION_FRAMES
        after = onset + video_frames
        marks += [(frame, FIXATION), (onset, VIDEO), (after, AFTERWARDS)]
        marks.append((after + _AFTER_FRAMES, START))
        onsets.append(onset)
        frame = after + _AFTER_FRAMES + int(rng.integers(*_RATING_FRAMES))
    marks += [(frame, SYNC), (frame + 2, END)]
    return marks, onsets, frame + _CLOSING_FRAMES
