"""Which subjects and songs train, validate and test, fold by fold (paper 4.2.1: 8:2).

Subjects and songs are split apart from each other, so that three questions can be asked of what
has been trained: of unseen subjects with unseen songs (``headline``), with songs that training
knew (``paper``), and of known subjects with unseen songs (``within_subject``). Only ``train`` may
fit anything. Over all folds each subject and each song tests once.

Each question has trials that stop training on it: songs that do not train, whoever of those
who do not test hears them (``validation_headline``), and songs that do train, heard by
subjects who do not (``validation_paper``). Neither costs training a trial beyond those of the
subjects and songs set aside.

What training may know can be more than that. With ``calibration`` it has a few minutes of the
unseen subjects, on songs that train. With ``slice`` single slices are held out at random, as most
studies do: training then has the rest of the trials that it is tested on. That leaks, and is kept
to show by how much it inflates. Both are tested on the same trials as ``headline``, or on slices
of them.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np

from eeg2music.errors import DataError
from eeg2music.evaluation.params import SongShares, Split, SubjectShares
from eeg2music.evaluation.tasks import PROTOCOLS

Item = TypeVar("Item", str, int)

PARTS = {
    ("train", "train"): "train",
    ("train", "validation"): "validation_headline",
    ("validation", "validation"): "validation_headline",
    ("validation", "train"): "validation_paper",
    ("test", "test"): "headline",
    ("test", "train"): "paper",
    ("train", "test"): "within_subject",
}
"""Part of a trial, by the parts of its subject and of its song; any other is unused."""
_SUBJECTS, _SONGS, _CALIBRATION, _SLICES = range(4)
Trials = Mapping[tuple[str, int], str]
"""(subject, video) to part."""


def subject_parts(
    subjects: Iterable[str],
    split: SubjectShares,
    fold: int = 0,
    strata: Mapping[str, Hashable] | None = None,
) -> dict[str, str]:
    """Part of each subject in a fold: ``train``, ``validation`` or ``test``.

    Folds differ by one subject at most. The share of all who validate is rounded half up and
    is at least one subject, but for a share of 0.

    Parameters
    ----------
    fold : int
        0 to ``split.folds`` - 1.
    strata
        A label (a site, say) for each subject; labels are spread over the parts in
        proportion, as far as numbers allow.

    Raises
    ------
    DataError
        If there are too few subjects for the parts of any fold.
    """
    seed = [split.seed, _SUBJECTS]
    return _assign(subjects, split.folds, fold, split.validation_subjects, seed, strata)


def song_parts(videos: Iterable[int], split: SongShares, fold: int = 0) -> dict[int, str]:
    """Part of each song, likewise."""
    seed = [split.seed, _SONGS]
    return _assign(videos, split.folds, fold, split.validation_songs, seed)


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
        (subject, video) to one of the parts in `PARTS`, ``unused`` and ``excluded``; sorted
        by subject and video, whatever the order of the arguments.
    """
    left_out = frozenset(excluded)
    return {
        (subject, video): "excluded"
        if (subject, video) in left_out
        else PARTS.get((people[subject], songs[video]), "unused")
        for subject in sorted(people)
        for video in sorted(songs)
    }


def calibrated(assigned: Trials, trials: int, seed: int) -> dict[tuple[str, int], str]:
    """Parts under ``calibration``: so many trials of each unseen subject train, on known songs.

    Which of a subject's, is drawn; the others stay ``paper``.
    """
    rng = np.random.default_rng([seed, _CALIBRATION])
    told = dict(assigned)
    for subject in sorted({who for (who, _), part in assigned.items() if part == "paper"}):
        own = sorted(key for key, part in assigned.items() if part == "paper" and key[0] == subject)
        told |= {own[row]: "train" for row in rng.permutation(len(own))[:trials]}
    return told


def sliced(
    assigned: Trials, slices: int, split: Split, fold: int = 0
) -> dict[tuple[str, int, int], str]:
    """Parts of single slices under ``slice``: drawn from all trials, whoever's they are.

    A slice that tests has the part of its trial, or is ``unused``; of those that do not, some
    validate. Over all folds each slice tests once.

    Returns
    -------
    dict
        (subject, video, slice) to part; sorted.
    """
    there = sorted(key for key, part in assigned.items() if part != "excluded")
    every = [(subject, video, place) for subject, video in there for place in range(slices)]
    rng = np.random.default_rng([split.seed, _SLICES])
    order = np.roll(rng.permutation(len(every)), -(len(every) * fold // split.folds))
    test = len(every) * (fold + 1) // split.folds - len(every) * fold // split.folds
    songs, subjects = (
        math.floor(share * (len(every) - test) + 0.5)
        for share in (split.validation_songs, split.validation_subjects)
    )
    drawn = np.full(len(every), "train", dtype=object)
    drawn[order[test : test + songs]] = "validation_headline"
    drawn[order[test + songs : test + songs + subjects]] = "validation_paper"
    for row in order[:test]:
        part = assigned[every[row][:2]]
        drawn[row] = part if part in PROTOCOLS else "unused"
    return dict(zip(every, drawn.tolist(), strict=True))


def _assign(
    items: Iterable[Item],
    folds: int,
    fold: int,
    validation_share: float,
    seed: list[int],
    strata: Mapping[Item, Hashable] | None = None,
) -> dict[Item, str]:
    order = _interleaved(sorted(set(items)), np.random.default_rng(seed), strata or {})
    validation = _count(validation_share, len(order)) if validation_share else 0
    largest = math.ceil(len(order) / folds)
    if len(order) < folds or largest + validation >= len(order):
        raise DataError(
            "split",
            expected=f"at least one subject and one song for training in each of {folds} folds",
            found=f"{len(order)}, of which up to {largest} test and {validation} validate",
            cure="Add subjects or songs, or lower `split.folds` or the shares under `split` in"
            " params.yaml.",
        )
    edges = [len(order) * edge // folds for edge in (fold, fold + 1)]
    test = edges[1] - edges[0]
    names = ["test"] * test + ["validation"] * validation
    from_test = order[edges[0] :] + order[: edges[0]]
    return {item: names[i] if i < len(names) else "train" for i, item in enumerate(from_test)}


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
