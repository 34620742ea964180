"""Whether music carries what the brain heard: emotion, chords, key and sound, trial by trial.

Every measure stands between a ceiling and a floor. The ceiling is music resynthesised from the
right tokens; the floor is the same music, held against what listeners of *other* songs heard, so
that nothing but the pairing differs. Emotion is judged by what entries are worth: by listeners'
ratings (`compose.affect`), and, where states are known, by what these were in training songs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist, pdist

from eeg2music.compose.affect import DIMENSIONS
from eeg2music.evaluation.statistics import ClusteredMean, clustered_mean
from eeg2music.score.chords import agreements, chords
from eeg2music.score.keys import key_of

GENERATED, WRITTEN, CEILING, FLOOR = "generated", "score", "resynthesised", "shuffled"
LIMITS = {"chord": (0.0, 1.0), "key": (0.0, 1.0), "distance": (-1.0, 2.0)}
"""Measures that are means over trials, and what they can be."""
AVERAGED = tuple(LIMITS)


@dataclass(frozen=True)
class Judge:
    """What entries sound like and are worth.

    Attributes
    ----------
    chroma : ndarray, shape (entries, 12)
    centroid : ndarray, shape (entries, components)
        Where they lie in the space of the dictionary, in which sounds are compared.
    worth : mapping of str to ndarray, shape (entries, 2)
        By ``ratings``, and by ``states`` where these are known.
    """

    chroma: np.ndarray
    centroid: np.ndarray
    worth: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Song:
    """What one stimulus is, frame by frame.

    Attributes
    ----------
    tokens : ndarray of int, shape (frames,)
    chroma : ndarray, shape (frames, 12)
    points : ndarray, shape (frames, components)
        Of its sound, not of its tokens.
    states : ndarray, shape (frames, 2)
        Valence and arousal from -1 to 1; NaN where nobody knows.
    """

    tokens: np.ndarray
    chroma: np.ndarray
    points: np.ndarray
    states: np.ndarray


@dataclass(frozen=True)
class Made:
    """Music made of one trial.

    Attributes
    ----------
    written : ndarray of int, shape (frames,)
        Chords of its score, as in `score.chords.LABELS`.
    ratings : ndarray, shape (2,)
        Valence and arousal of its listener, from -1 to 1; NaN where nobody rated.
    """

    subject: str
    video: int
    tokens: np.ndarray
    written: np.ndarray
    ratings: np.ndarray


def judged(
    judge: Judge, made: list[Made], songs: Mapping[int, Song], slice_frames: int
) -> pd.DataFrame:
    """Judge music against what was heard: rows of `tables.JUDGEMENTS`."""
    rows = list[dict[str, Any]]()
    for each in made:
        at = {"subject": each.subject, "video": each.video}
        own, other = songs[each.video], {one.video for one in made} - {each.video}
        told = each.ratings, slice_frames
        rows += _rows(judge, at | _of(GENERATED, each.video), each.tokens, own, *told)
        rows += _rows(judge, at | _of(CEILING, each.video), own.tokens, own, *told)
        rows.append(at | _of(WRITTEN, each.video) | _chord(own, each.written))
        for video in sorted(other):
            told = rated_by(made, each.subject, video), slice_frames
            rows += _rows(judge, at | _of(FLOOR, video), each.tokens, songs[video], *told)
    return pd.DataFrame(rows)


def rated_by(made: list[Made], subject: str, video: int) -> np.ndarray:
    """What a listener felt of a song, valence and arousal; NaN where that is not known."""
    found = [each.ratings for each in made if (each.subject, each.video) == (subject, video)]
    return found[0] if found else np.full(2, np.nan)


def summary(rows: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """What every measure comes to in every condition, with its interval: rows of `tables.MUSIC`."""
    found = []
    for (measure, condition), group in rows.groupby(["measure", "condition"], sort=True):
        known = group if measure in AVERAGED else group.dropna()
        if known.empty:  # nobody rated
            continue
        who = known["subject"].to_numpy(), known["video"].to_numpy()
        made, true = known["made"].to_numpy(float), known["true"].to_numpy(float)
        averaged = measure in AVERAGED
        mean = clustered_mean(made, *who) if averaged else correlation(made, true, *who)
        low, high = mean.interval(confidence, *(LIMITS[measure] if averaged else (-1, 1)))
        told = {"value": float(mean.value), "ci_low": float(low), "ci_high": float(high)}
        counted = {"n_subjects": mean.clusters[0], "n_songs": mean.clusters[1]}
        found.append({"measure": measure, "condition": condition} | told | counted)
    return pd.DataFrame(found)


def correlation(made: np.ndarray, true: np.ndarray, subject: Any, song: Any) -> ClusteredMean:
    """Pearson's correlation, and how sure it is given who and what was sampled.

    It is the mean of each position's influence on it, which has its variance as well (Hampel 1974).
    """
    one, other = _standard(made), _standard(true)
    r = float(np.mean(one * other))
    influence = one * other - r / 2 * (one**2 + other**2) + r
    return clustered_mean(influence, subject, song)


def kernel_distance(one: np.ndarray, other: np.ndarray, bandwidth: float) -> float:
    """Squared maximum mean discrepancy of two samples, without bias (Gretton et al. 2012, Eq. 3).

    With a Gaussian kernel as wide as the median distance within the reference, it is what the
    kernel audio distance estimates (Chung et al. 2025), here on a plain embedding.

    Parameters
    ----------
    one, other : ndarray, shape (frames, features)
    """
    within = [_off_diagonal(_kernel(each, each, bandwidth)) for each in (one, other)]
    return float(sum(within) - 2 * _kernel(one, other, bandwidth).mean())


def median_distance(sample: np.ndarray) -> float:
    """Median distance between the points of a sample; 1 where they all coincide."""
    return float(np.median(pdist(sample))) or 1.0


def _of(condition: str, against: int) -> dict[str, Any]:
    return {"condition": condition, "against": against}


def _rows(
    judge: Judge,
    at: dict[str, Any],
    tokens: np.ndarray,
    heard: Song,
    ratings: np.ndarray,
    slice_frames: int,
) -> Iterator[dict[str, Any]]:
    for by, worth in judge.worth.items():
        size = slice_frames if by == "states" else len(tokens)
        true = heard.states if by == "states" else np.tile(ratings, (len(tokens), 1))
        means = (part.reshape(-1, size, 2).mean(axis=1) for part in (worth[tokens], true))
        for place, pair in enumerate(zip(*means, strict=True)):
            for name, made, felt in zip(DIMENSIONS, *pair, strict=True):
                measure = {"measure": f"{name}_{by}", "place": place}
                yield at | measure | {"made": made, "true": felt}
    yield at | _chord(heard, chords(judge.chroma[tokens]))
    yield at | _score("key", _key_score(heard.chroma, judge.chroma[tokens]))
    yield at | _score("distance", _distance(judge.centroid[tokens], heard.points))


def _score(measure: str, value: float) -> dict[str, Any]:
    return {"measure": measure, "place": 0, "made": value, "true": np.nan}


def _chord(heard: Song, made: np.ndarray) -> dict[str, Any]:
    """Share of frames whose chords agree."""
    agreement = agreements()[chords(heard.chroma), made]
    return _score("chord", float(np.maximum(agreement, 0).mean()))


def _key_score(heard: np.ndarray, made: np.ndarray) -> float:
    import mir_eval

    keys = (key_of(chroma.sum(axis=0)).name for chroma in (heard, made))
    return float(mir_eval.key.weighted_score(*keys))


def _distance(made: np.ndarray, heard: np.ndarray) -> float:
    return kernel_distance(made, heard, median_distance(heard))


def _standard(values: np.ndarray) -> np.ndarray:
    spread = values.std()
    return (values - values.mean()) / (spread if spread > 0 else 1.0)


def _kernel(one: np.ndarray, other: np.ndarray, bandwidth: float) -> np.ndarray:
    kernel: np.ndarray = np.exp(-(cdist(one, other) ** 2) / (2 * bandwidth**2))
    return kernel


def _off_diagonal(kernel: np.ndarray) -> float:
    count = len(kernel)
    return float((kernel.sum() - np.trace(kernel)) / (count * (count - 1)))
