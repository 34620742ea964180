"""Which subjects and songs train, validate and test (paper 4.2.1: 8:2 over subjects).

Subjects and songs are split apart from each other, so that two questions can be asked:
of unseen subjects with unseen songs (``headline``) and with songs that training knew
(``paper``). Only ``train`` may fit anything.

Where people are too few to set some aside for validation (``validation_subjects: 0``),
training subjects validate, on songs that training does not know.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np

from eeg2music.errors import DataError
from eeg2music.evaluation.params import SongShares, SubjectShares

Item = TypeVar("Item", str, int)

PARTS = {
    ("train", "train"): "train",
    ("validation", "validation"): "validation",
    ("test", "test"): "headline",
    ("test", "train"): "paper",
}
"""Part of a trial, by the parts of its subject and of its song; any other is unused."""
_SUBJECTS, _SONGS = 0, 1


def subject_parts(
    subjects: Iterable[str], split: SubjectShares, strata: Mapping[str, Hashable] | None = None
) -> dict[str, str]:
    """Part of each subject: ``train``, ``validation`` or ``test``.

    A share is rounded half up and is at least one subject, but for a share of 0 for
    validation.

    Parameters
    ----------
    strata
        A label (a site, say) for each subject; labels are spread over the parts in
        proportion, as far as numbers allow.

    Raises
    ------
    DataError
        If there are too few subjects for three parts.
    """
    shares = split.test_subjects, split.validation_subjects
    return _assign(subjects, *shares, [split.seed, _SUBJECTS], strata)


def song_parts(videos: Iterable[int], split: SongShares) -> dict[int, str]:
    """Part of each song, likewise."""
    return _assign(videos, split.test_songs, split.validation_songs, [split.seed, _SONGS])


def parts(
    people: Mapping[str, str], songs: Mapping[int, str], excluded: Iterable[tuple[str, int]] = ()
) -> dict[tuple[str, int], str]:
    """Part of every trial.

    Parameters
    ----------
    people, songs
        From `subject_parts` and `song_parts`.
    excluded
        Trials (subject, video) that take no part, as if they had not been recorded.

    Returns
    -------
    dict
        (subject, video) to one of ``train``, ``validation``, ``headline`` (test subjects,
        test songs), ``paper`` (test subjects, training songs), ``unused`` and ``excluded``;
        sorted by subject and video, whatever the order of the arguments.
    """
    left_out = frozenset(excluded)
    validating = "validation" if "validation" in people.values() else "train"
    meets = PARTS | {(validating, "validation"): "validation"}
    return {
        (subject, video): "excluded"
        if (subject, video) in left_out
        else meets.get((people[subject], songs[video]), "unused")
        for subject in sorted(people)
        for video in sorted(songs)
    }


def _assign(
    items: Iterable[Item],
    test_share: float,
    validation_share: float,
    seed: list[int],
    strata: Mapping[Item, Hashable] | None = None,
) -> dict[Item, str]:
    order = _interleaved(sorted(set(items)), np.random.default_rng(seed), strata or {})
    test = _count(test_share, len(order))
    validation = _count(validation_share, len(order)) if validation_share else 0
    if test + validation >= len(order):
        raise DataError(
            "split",
            expected="at least one subject and one song for training",
            found=f"{len(order)}, of which {test} test and {validation} validate",
            cure="Add subjects or songs, or lower the shares under `split` in params.yaml.",
        )
    names = ["test"] * test + ["validation"] * validation
    return {item: names[i] if i < len(names) else "train" for i, item in enumerate(order)}


def _count(share: float, total: int) -> int:
    return max(1, math.floor(share * total + 0.5))


def _interleaved(
    items: list[Item], rng: np.random.Generator, strata: Mapping[Item, Hashable]
) -> list[Item]:
    """Shuffle so that every stretch of the result mixes the strata in proportion.

    Each stratum's items take places at even distances between 0 and 1.
    """
    shuffled = [items[i] for i in rng.permutation(len(items))]
    groups: dict[Hashable, list[Item]] = {}
    for item in shuffled:
        groups.setdefault(strata.get(item), []).append(item)
    places = {
        item: (rank + 0.5) / len(group)
        for group in groups.values()
        for rank, item in enumerate(group)
    }
    return sorted(shuffled, key=places.__getitem__)
