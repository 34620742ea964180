"""Unseen listeners of unseen songs, held against all who do not test."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from eeg2music.evidence.inter_subject import Components, across_songs, against, shared_components
from eeg2music.evidence.listeners import Listeners
from eeg2music.evidence.params import SharedComponents

ALL = "all"
"""Band of all bands together."""


def held_against_others(
    everyone: Listeners, band: str, evidence: SharedComponents
) -> tuple[Components, list[dict[str, object]]]:
    """Fit components on training listeners and songs, and follow them in test.

    Parameters
    ----------
    band : str
        Of the differential entropy, or `ALL`.

    Returns
    -------
    components : Components
    cells : list of dict
        What each unseen listener of each unseen song has in common with the others, component by
        component: columns of `tables.INTER_SUBJECT`, without cohort and band.
    """
    features = everyone.of_band(band) if band != ALL else everyone.of_all_bands()
    train = everyone.only(features, "train")
    found = shared_components(train, evidence.components, evidence.shrinkage)
    return found, [*_cells(everyone, features, found)]


def _cells(
    everyone: Listeners, features: np.ndarray, found: Components
) -> Iterator[dict[str, object]]:
    who, songs = everyone.tested()
    courses = found.courses(features)
    mine, others = courses[who], np.delete(courses, who, axis=0)
    others[:, ~np.isin(np.arange(len(everyone.videos)), songs)] = np.nan
    shifted, across = against(mine, others), across_songs(mine, others)
    for row, song, component in product(range(len(who)), songs, range(shifted.shape[2])):
        if np.isfinite(shifted[row, song, component]).all():
            yield {
                "component": component + 1,
                "subject": everyone.subjects[who[row]],
                "video": everyone.videos[song],
                "correlation": shifted[row, song, component],
                "across_songs": across[row, song, component],
            }
