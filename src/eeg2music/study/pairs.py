"""Which excerpts a listening study compares, and under what names.

A pair is the same seconds of one trial in two voices: the music that was generated from the EEG,
and another. Names say nothing of which is which; the key does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from eeg2music.errors import DataError
from eeg2music.strict import Section

GENERATED, ORIGINAL = "generated", "reference"
CONTRASTS = ("shuffled", "resynthesised")
"""What generated music is held against: music from the EEG of another trial, which a listener
should like less if the EEG carries anything, and the best that the dictionary allows."""
_NAME_BYTES = 8


class Pair(Section):
    """One question of a study.

    Attributes
    ----------
    original, generated, other : str
        Names of the excerpts as they are handed out.
    """

    name: str
    trial: str
    start_s: float = Field(ge=0)
    contrast: str
    original: str
    generated: str
    other: str


def draw(
    lengths_s: Mapping[str, float], excerpt_s: float, per_trial: int, rng: np.random.Generator
) -> list[Pair]:
    """Draw the pairs of a study: of every trial, so many against each contrast.

    No second of a trial is heard in two pairs, so that none tells anything of another.

    Parameters
    ----------
    lengths_s : mapping of str to float
        Length of the music of each trial, s.

    Raises
    ------
    DataError
        If a trial is too short for that.
    """
    pairs = []
    for trial, length_s in sorted(lengths_s.items()):
        places = int(length_s / excerpt_s)
        needed = per_trial * len(CONTRASTS)
        if places < needed:
            raise DataError(
                trial,
                expected=f"music of {needed * excerpt_s:g} s: {needed} excerpts of {excerpt_s:g} s",
                found=f"{length_s:g} s",
                cure="Ask for fewer pairs of a trial, or for shorter excerpts.",
            )
        starts = excerpt_s * rng.permutation(places)[:needed]
        told = zip(starts.tolist(), np.tile(CONTRASTS, per_trial).tolist(), strict=True)
        pairs += [_pair(trial, start_s, contrast, rng) for start_s, contrast in told]
    return [pairs[place] for place in rng.permutation(len(pairs))]


def _pair(trial: str, start_s: float, contrast: str, rng: np.random.Generator) -> Pair:
    name, original, generated, other = (rng.bytes(_NAME_BYTES).hex() for _ in range(4))
    return Pair(
        name=name,
        trial=trial,
        start_s=start_s,
        contrast=contrast,
        original=original,
        generated=generated,
        other=other,
    )


def shown(pair: Pair) -> Sequence[str]:
    """Names of the two excerpts in an order that says nothing."""
    return sorted((pair.generated, pair.other))
