"""DEAP's ``video_list.csv``: 120 candidate videos, of which some were shown."""

import numpy as np
import pandas as pd

from eeg2music.demo.ratings import MIDDLE, Affect, online_ratings
from eeg2music.demo.songs import song
from eeg2music.demo.stimulus import heard

CANDIDATES = 120
RATERS = (14, 16)
"""Volunteers who rated a candidate: fewest and most."""
_QUADRANTS = {
    (True, True): (1, "exciting"),
    (True, False): (2, "mellow"),
    (False, False): (3, "sad"),
    (False, True): (4, "aggressive"),
}
"""Valence and arousal above the middle: DEAP's number of the quadrant, and a tag."""


def video_list(seed: int, songs: int, trial_s: float) -> pd.DataFrame:
    """All candidates; those shown have an ``Experiment_id`` of 1 to ``songs``.

    Returns
    -------
    DataFrame
        The columns of DEAP's list.
    """
    rng = np.random.default_rng([seed, CANDIDATES, songs, 1])
    shown = np.sort(rng.permutation(CANDIDATES)[:songs])
    experiment_ids = dict(zip(shown.tolist(), range(1, songs + 1), strict=True))
    spare = iter(range(songs + 1, CANDIDATES + 1))
    rows = []
    for candidate in range(CANDIDATES):
        number = experiment_ids.get(candidate)
        told = _row(seed, number or next(spare), trial_s, rng)
        rows.append({"Online_id": candidate + 1, "Experiment_id": number, **told})
    return pd.DataFrame(rows).astype({"Experiment_id": "Int64"})


def _row(seed: int, number: int, trial_s: float, rng: np.random.Generator) -> dict[str, object]:
    piece, affect = song(seed, number), Affect.of(heard(seed, number, trial_s))
    ratings = online_ratings(affect, int(rng.integers(RATERS[0], RATERS[1] + 1)), rng)
    estimate, tag = _QUADRANTS[affect.valence >= 0, affect.arousal >= 0]
    online, _ = _QUADRANTS[
        bool(ratings["Valence"].mean() >= MIDDLE), bool(ratings["Arousal"].mean() >= MIDDLE)
    ]
    told: dict[str, object] = {
        "Lastfm_tag": tag,
        "Artist": piece.artist,
        "Title": piece.title,
        "Youtube_link": f"https://video.example/demo-{number:03d}",
        "Highlight_start": piece.lead_s,
        "Num_ratings": len(ratings["Valence"]),
        "VAQ_Estimate": estimate,
        "VAQ_Online": online,
    }
    for scale, values in ratings.items():
        told |= _statistics(scale, values)
    return told


def _statistics(scale: str, values: np.ndarray) -> dict[str, float]:
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75])
    named = {"AVG": values.mean(), "STD": values.std(ddof=1)}
    named |= {"Q1": lower, "Q2": median, "Q3": upper}
    return {f"{name}_{scale}": round(float(value), 3) for name, value in named.items()}
