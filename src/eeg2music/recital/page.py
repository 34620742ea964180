"""The page of a recital: players, and the emotion of the EEG over time."""

from dataclasses import dataclass

import numpy as np

from eeg2music.compose.affect import DIMENSIONS, Affect
from eeg2music.pages import templates_of


@dataclass(frozen=True)
class Programme:
    """What was played.

    Attributes
    ----------
    recording : str
        Name of the file.
    brains : str
        Whose the instrument learnt from.
    start_s, frame_s, left_s : float
        Where in the recording it begins; length of a frame; what of the end was not played, s.
    affect : Affect
        Of the EEG, frame by frame.
    """

    recording: str
    brains: str
    caution: str
    start_s: float
    frame_s: float
    affect: Affect
    interpolated: tuple[str, ...]
    left_s: float

    @property
    def length_s(self) -> float:
        """Length of the music, s."""
        return len(self.affect.mean) * self.frame_s


@dataclass(frozen=True)
class Curve:
    """One dimension of emotion, as points of an SVG whose height is from 1 down to -1."""

    name: str
    line: str
    band: str


def render_page(programme: Programme) -> str:
    """HTML of the page; its sounds lie beside it."""
    templates = templates_of("eeg2music.recital", "templates")
    curves = [_curve(programme, place) for place in range(len(DIMENSIONS))]
    return templates.get_template("recital.html").render(programme=programme, curves=curves)


def _curve(programme: Programme, place: int) -> Curve:
    mean, sd = programme.affect.mean[:, place], programme.affect.sd[:, place]
    time = (np.arange(len(mean)) + 0.5) * programme.frame_s
    low, high = mean - sd, mean + sd
    outline = np.concatenate([time, time[::-1]]), np.concatenate([low, high[::-1]])
    return Curve(DIMENSIONS[place], _points(time, mean), _points(*outline))


def _points(time: np.ndarray, level: np.ndarray) -> str:
    height = np.clip(-level, -1, 1)
    return " ".join(f"{x:.2f},{y:.3f}" for x, y in zip(time, height, strict=True))
