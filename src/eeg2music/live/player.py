"""From what is heard to what is played: a sound for every frame, and a bar when one is due."""

from dataclasses import dataclass, field

import numpy as np

from eeg2music.audio.loudness import gain_of
from eeg2music.audio.peaks import peak
from eeg2music.compose.generation import evidence
from eeg2music.compose.instrument import Instrument
from eeg2music.compose.params import Decoding
from eeg2music.compose.prior import LONGEST
from eeg2music.compose.synthesis import Joiner, Pieces, follow, pieces_of
from eeg2music.compose.unmasking import MASKED, log_softmax, unmask
from eeg2music.live.ear import Hearing
from eeg2music.score.bars import Bar, Piece
from eeg2music.score.improvising import Improviser
from eeg2music.score.parts import Note

_LOUDEST_JOIN = np.sqrt(2)
"""By how much two sounds are louder than the louder one where they are cross-faded, at most."""


@dataclass(frozen=True)
class Moment:
    """What is played on one frame of EEG.

    Attributes
    ----------
    frame : int
        Its number since listening began.
    emotion, sd : ndarray, shape (2,)
        Valence and arousal, and how unsure they are.
    sound : ndarray of float32, shape (channels, samples)
        As long as a frame.
    """

    frame: int
    token: int
    probability: float
    emotion: np.ndarray
    sd: np.ndarray
    sound: np.ndarray


@dataclass(frozen=True)
class Played:
    """What has come of one hearing; ``bars`` are those that begin now, with the notes of each part.

    Attributes
    ----------
    start_s : float
        When its first moment begins, from where the music begins.
    moments : list of Moment
    bars : list of (Bar, mapping of str to list of Note)
    """

    start_s: float
    moments: list[Moment]
    bars: list[tuple[Bar, dict[str, list[Note]]]]


@dataclass
class _SinceBar:
    """Frames that have come since the last bar began."""

    tokens: list[int] = field(default_factory=list)
    emotion: list[np.ndarray] = field(default_factory=list)


class Player:
    """Plays an instrument frame by frame, each token in the light of those before.

    Parameters
    ----------
    decoding : Decoding, optional
        The instrument's own, unless told otherwise.
    """

    def __init__(self, instrument: Instrument, decoding: Decoding | None = None) -> None:
        self._instrument = instrument
        self._decoding = decoding or instrument.about.decoding
        self._rng = np.random.default_rng(self._decoding.seed)
        self._improviser = Improviser(self._decoding.seed)
        self._margin = max(round(instrument.about.margin_s * instrument.sounds.rate), 1)
        self._joiner = Joiner(self._margin)
        self._pieces = dict[int, Pieces]()
        self._last: Pieces | None = None
        self._chosen = 0
        self._gain = _gain(instrument)
        self._past = list[int]()
        self._since_bar = _SinceBar()
        self._next_bar_s = 0.0
        self._played = 0

    @property
    def time_s(self) -> float:
        """Length of what has been played, s."""
        return self._played * self._instrument.about.grid.frame_s

    def play(self, heard: Hearing, first: int, stop: int | None = None) -> Played:
        """Play some frames of a hearing.

        Parameters
        ----------
        first, stop : int
            Numbers of the first frame to play and of the one after the last, counted as
            `Hearing.first` is; without the latter, all that follow.
        """
        skipped = max(first - heard.first, 0)
        past = None if stop is None else stop - heard.first
        told = evidence(
            self._instrument.model, self._instrument.shapes, heard.brain, self._instrument.hop
        )[skipped:past]
        affect = self._instrument.affect.trajectory(np.exp(told))
        start_s, moments = self.time_s, []
        bars = list[tuple[Bar, dict[str, list[Note]]]]()
        for place, frame in enumerate(told):
            token, probability = self._draw(frame)
            emotion, sd = affect.mean[place], affect.sd[place]
            sound = self._sound(token)
            at = heard.first + skipped + place
            moments.append(Moment(at, token, probability, emotion, sd, sound))
            bars += self._bars(token, emotion)
        return Played(start_s, moments, bars)

    def _draw(self, told: np.ndarray) -> tuple[int, float]:
        """Token of the next frame, and its probability."""
        prior, decoding = self._instrument.prior, self._decoding
        spoken = prior.logits(np.array([*self._past, MASKED]))[-1]
        logits = log_softmax(told) + decoding.prior_weight * spoken
        drawn = unmask(
            lambda _: logits[None],
            1,
            steps=1,
            temperature=decoding.temperature,
            top_k=decoding.top_k,
            rng=self._rng,
        )
        token = int(drawn.tokens[0])
        self._past = [*self._past, token][-LONGEST:]
        return token, float(drawn.probabilities[0])

    def _sound(self, token: int) -> np.ndarray:
        if token not in self._pieces:
            sounds, segments = self._instrument.sounds, self._instrument.segments
            self._pieces |= pieces_of([token], segments, sounds.cut, self._margin)
        piece = self._pieces[token]
        self._chosen = follow(self._last, self._chosen, piece)
        self._last = piece
        sound: np.ndarray = self._gain * self._joiner.add(piece.audio[self._chosen])
        return sound

    def _bars(self, token: int, emotion: np.ndarray) -> list[tuple[Bar, dict[str, list[Note]]]]:
        """The bar that begins before the next frame ends, if one does."""
        self._played += 1
        self._since_bar.tokens.append(token)
        self._since_bar.emotion.append(emotion)
        frame_s = self._instrument.about.grid.frame_s
        if self.time_s + frame_s <= self._next_bar_s:
            return []
        tokens = np.array(self._since_bar.tokens)
        valence, arousal = np.array(self._since_bar.emotion).T
        heard = Piece(tokens, self._instrument.chroma[tokens], valence, arousal, frame_s)
        bar, parts = self._improviser.bar(heard, max(self._next_bar_s, self.time_s))
        self._next_bar_s, self._since_bar = bar.stop_s, _SinceBar()
        return [(bar, parts)]


def _gain(instrument: Instrument) -> float:
    """What brings the instrument's sounds, on the whole, to the loudness of programmes."""
    audio = instrument.sounds.audio
    together = np.concatenate([*audio], axis=1)
    loudest = _LOUDEST_JOIN * max(peak(together), np.finfo(np.float32).tiny)
    return min(gain_of(together, instrument.sounds.rate), 1 / loudest)
