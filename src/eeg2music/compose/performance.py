"""EEG to music on an instrument: tokens and emotion, and the two voices of them."""

from dataclasses import dataclass

import numpy as np

from eeg2music.compose.affect import Affect
from eeg2music.compose.generation import Brain, evidence
from eeg2music.compose.instrument import Instrument
from eeg2music.compose.params import Decoding
from eeg2music.compose.prior import under
from eeg2music.compose.synthesis import synthesise
from eeg2music.compose.unmasking import Unmasked, unmask
from eeg2music.score.bars import Piece
from eeg2music.score.writing import Score, write


@dataclass(frozen=True)
class Performance:
    """What an instrument makes of EEG.

    Attributes
    ----------
    made : Unmasked
        Token of every frame, and its probability.
    affect : Affect
        Valence and arousal of every frame of the EEG, whatever tokens were drawn.
    """

    made: Unmasked
    affect: Affect

    def columns(self, frame_s: float) -> dict[str, np.ndarray]:
        """Columns that `tables.TRAJECTORY` and `tables.COMPOSITION` share."""
        told = {
            f"{name}{suffix}": values[:, place]
            for place, name in enumerate(("valence", "arousal"))
            for suffix, values in (("", self.affect.mean), ("_sd", self.affect.sd))
        }
        return told | {
            "time": np.arange(len(self.made.tokens)) * frame_s,
            "token": self.made.tokens,
            "probability": self.made.probabilities,
        }


def brain_of(instrument: Instrument, eeg: np.ndarray, entropy: np.ndarray) -> Brain:
    """EEG as the instrument's model sees it: frame by frame, with its tokens.

    Parameters
    ----------
    eeg : ndarray of float32, shape (frames, channels, samples)
        Whitened.
    entropy : ndarray of float32, shape (frames, channels, bands)
        Z-scored.
    """
    return Brain(eeg, entropy, instrument.tokens(entropy))


def perform(instrument: Instrument, brain: Brain, decoding: Decoding) -> Performance:
    """Draw the tokens of a brain, and read its emotion.

    What the model makes of the EEG, before any token is placed, is all that it is asked: tokens are
    drawn from it in the light of how songs repeat themselves (`compose.prior`). Were it asked again
    in the light of those that are placed, it would stick to them.
    """
    told = evidence(instrument.model, instrument.shapes, brain, instrument.hop)
    made = unmask(
        under(instrument.prior, lambda _: told, decoding.prior_weight),
        len(brain),
        steps=decoding.steps,
        temperature=decoding.temperature,
        top_k=decoding.top_k,
        rng=np.random.default_rng(decoding.seed),
    )
    return Performance(made, instrument.affect.trajectory(np.exp(told)))


def collage(instrument: Instrument, tokens: np.ndarray) -> np.ndarray:
    """The tokens as sounds of training songs, shape (channels, samples), at their rate."""
    sounds = instrument.sounds
    crossfade = 2 * round(instrument.about.margin_s * sounds.rate)
    return synthesise(tokens, instrument.segments, sounds.cut, crossfade)


def score(instrument: Instrument, performance: Performance, seed: int) -> Score:
    """The tokens as a written score, played as the EEG feels."""
    tokens, (valence, arousal) = performance.made.tokens, performance.affect.mean.T
    frame_s = instrument.about.grid.frame_s
    return write(Piece(tokens, instrument.chroma[tokens], valence, arousal, frame_s), seed)


def written_chords(score: Score, frames: int, frame_s: float) -> np.ndarray:
    """The chord that a score has in the middle of each frame, shape (frames,)."""
    beats = [bar.time(beat) for bar in score.bars for beat in range(bar.beats)]
    middle = (np.arange(frames) + 0.5) * frame_s
    chosen: np.ndarray = np.array(score.chords)[np.searchsorted(beats, middle, side="right") - 1]
    return chosen
