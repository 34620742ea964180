"""How subjects rate the songs: along their valence and arousal, each in his own way."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.demo.latent import Latent
from eeg2music.demo.session import RATE_HZ, Session, stream

LOWEST, HIGHEST, MIDDLE = 1.0, 9.0, 5.0
SLOPE = 3.5
"""Points of the scale per level of mean valence or arousal."""
BIAS_SD, NOISE_SD = 0.6, 0.8
SLOPE_SD = 0.2
"""Spread of people's slopes, log."""
LIKING_BY_VALENCE, DOMINANCE_BY_AROUSAL = 0.6, 0.3
FAMILIARITY = (1, 5)
WITHOUT_FAMILIARITY = (2, 15, 23)
"""Participants of whom DEAP has no rating of familiarity."""
_MICROSECONDS = 1e6
_DECIMALS = 2


@dataclass(frozen=True)
class Affect:
    """A song's mean valence and arousal, -1 to 1."""

    valence: float
    arousal: float

    @classmethod
    def of(cls, states: Latent) -> "Affect":
        """Mean over the excerpt."""
        return cls(float(states.valence.mean()) - 1, float(states.arousal.mean()) - 1)


def participant_ratings(
    seed: int, subject: str, session: Session, songs: dict[int, Affect]
) -> pd.DataFrame:
    """One participant's rows of ``participant_ratings.csv``, in the order of the trials.

    ``Start_time`` counts microseconds from the experiment's first trigger.
    """
    rng = stream(seed, subject, "ratings")
    number, trials = int(subject[1:]), len(session.videos)
    affect = [songs[video] for video in session.videos]
    valence, arousal = (
        _rated(np.array([getattr(song, name) for song in affect]), rng)
        for name in ("valence", "arousal")
    )
    liking = _scale(_following(valence, LIKING_BY_VALENCE, rng))
    dominance = _scale(_following(arousal, DOMINANCE_BY_AROUSAL, rng))
    familiarity = rng.integers(FAMILIARITY[0], FAMILIARITY[1] + 1, size=trials)
    known = pd.array(familiarity, dtype="Int64")
    if number in WITHOUT_FAMILIARITY:
        known[:] = pd.NA
    begin = session.triggers[0][0]
    return pd.DataFrame(
        {
            "Participant_id": number,
            "Trial": np.arange(1, trials + 1),
            "Experiment_id": session.videos,
            "Start_time": np.rint((session.onsets - begin) / RATE_HZ * _MICROSECONDS).astype(int),
            "Valence": _scale(valence),
            "Arousal": _scale(arousal),
            "Dominance": dominance,
            "Liking": liking,
            "Familiarity": known,
        }
    )


def online_ratings(affect: Affect, raters: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Ratings of one song by volunteers, each scale of shape (raters,)."""
    valence, arousal = (
        MIDDLE + SLOPE * level + np.hypot(BIAS_SD, NOISE_SD) * rng.standard_normal(raters)
        for level in (affect.valence, affect.arousal)
    )
    dominance = _following(arousal, DOMINANCE_BY_AROUSAL, rng)
    return {
        "Valence": _scale(valence),
        "Arousal": _scale(arousal),
        "Dominance": _scale(dominance),
    }


def _rated(level: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    slope = SLOPE * np.exp(SLOPE_SD * rng.standard_normal())
    bias = BIAS_SD * rng.standard_normal()
    return MIDDLE + slope * level + bias + NOISE_SD * rng.standard_normal(len(level))


def _following(rating: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    return MIDDLE + share * (rating - MIDDLE) + NOISE_SD * rng.standard_normal(len(rating))


def _scale(rating: np.ndarray) -> np.ndarray:
    return np.round(np.clip(rating, LOWEST, HIGHEST), _DECIMALS)
