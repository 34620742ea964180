"""Eight items by which studies of EEG and emotion are checked, answered from a run's own files.

What is split, what is fitted on what, what results are held against, how sure they are, and whether
all of it can be had.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from eeg2music.audit.canaries import CANARIES

K = 5
"""Of the Hits@k that are told."""
BESIDE = {"random", "unigram", "no_eeg", "permuted"}
"""Systems that results have to be held against."""


@dataclass(frozen=True)
class Run:
    """What a run tells of itself.

    Attributes
    ----------
    name : str
        Cohort and fold.
    split, hits, found : DataFrame
        Rows of the split, of Hits@k and of the audit.
    folds : int
        That there are.
    epochs : mapping of str to int
        Task to the epoch that our weights were kept of.
    software : mapping of str to str
        Name to version, revision or digest; empty where there is none.
    """

    name: str
    split: pd.DataFrame
    hits: pd.DataFrame
    found: pd.DataFrame
    folds: int
    epochs: Mapping[str, int]
    software: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """One item: whether it holds, and what says so."""

    title: str
    holds: bool
    answer: str


def markdown(run: Run) -> str:
    """The whole list."""
    told = [
        f"# Reproducibility checklist: {run.name}",
        "Written by `eeg2music audit` from the files of this run; edits are lost.",
    ]
    for number, item in enumerate(items(run), 1):
        mark = "yes" if item.holds else "**no**"
        told += [f"## {number}. {item.title}: {mark}", item.answer]
    return "\n\n".join([*told, "## What the audit changed", *_audit(run.found)]) + "\n"


def items(run: Run) -> Iterator[Item]:
    """The eight items, in their order."""
    train, tested = _of(run, "train"), _of(run, "headline")
    apart = _apart(train, tested)
    yield Item(
        "The split is by subject, and stated",
        apart and len(tested) > 0,
        f"{_counted(train)} train, {_counted(tested)} test; of subjects and songs, "
        f"{'none is' if apart else 'some are'} in both. {run.folds} folds.",
    )
    scaled = _audited(run, "Normalisation is fitted on training songs", {"eeg_frames"})
    yield replace(
        scaled,
        answer=f"{scaled.answer} Each subject, also one who tests, is normalised by his or her own "
        "recordings of training songs, without labels; those of test songs do not enter.",
    )
    once = not run.split.duplicated(["subject", "video"]).any()
    yield Item(
        "Windows of one trial are never in two parts",
        once,
        f"{len(run.split)} trials, {'each' if once else 'not each'} of them in one part: trials "
        "are split, and cut into windows afterwards.",
    )
    fitted = {"eeg_vocabulary", "audio_vocabulary", "inter_subject"}
    yield _audited(run, "Features and vocabularies are fitted on the training part", fitted)
    stopped = _audited(run, "Training is not stopped on the test part", {"train"})
    kept = ", ".join(f"{task}: {epoch}" for task, epoch in sorted(run.epochs.items()))
    validated = _counted(_of(run, "validation_headline"))
    yield Item(
        stopped.title,
        stopped.holds,
        f"{stopped.answer} Validated on {validated}; epochs kept: {kept}. "
        "What a person chose after a look at the test part, no file tells.",
    )
    yield _baselines(run)
    yield _uncertainty(run)
    missing = [name for name, value in run.software.items() if not value]
    yield Item(
        "Code, data, seeds and versions can be had",
        not missing,
        "; ".join(f"{name} {value or 'unknown'}" for name, value in run.software.items()) + ".",
    )


def _of(run: Run, part: str) -> pd.DataFrame:
    return run.split[run.split["part"] == part]


def _counted(trials: pd.DataFrame) -> str:
    subjects, songs = trials["subject"].nunique(), trials["video"].nunique()
    return f"{len(trials)} trials ({subjects} subjects, {songs} songs)"


def _apart(train: pd.DataFrame, tested: pd.DataFrame) -> bool:
    return all({*train[c]}.isdisjoint({*tested[c]}) for c in ("subject", "video"))


def _audited(run: Run, title: str, stages: Collection[str]) -> Item:
    rows = run.found[run.found["product"].str.split(":").str[0].isin(stages)]
    stays, leaks = rows[rows["must"] == "stay"], int(rows["leak"].sum())
    answer = f"Audited: {len(stays)} comparisons under {stays['canary'].nunique()} changes of "
    answer += f"what must not tell; {leaks or 'none'} moved that must not."
    return Item(title, len(stays) > 0 and not leaks, answer)


def _headline(run: Run) -> pd.DataFrame:
    hits = run.hits
    return hits[(hits["protocol"] == "headline") & (hits["k"] == K)].set_index("system")


def _baselines(run: Run) -> Item:
    rows = _headline(run)
    lines = [
        f"| {name} | {row.hits:.1%} | {row.ci_low:.1%} to {row.ci_high:.1%} |"
        for name, row in rows.iterrows()
    ]
    header = [f"| system | Hits@{K} | interval |", "|---|---:|---|"]
    return Item(
        "Chance and baselines are reported, permuted pairing among them",
        {*rows.index} >= BESIDE,
        "\n".join([*header, *lines]),
    )


def _uncertainty(run: Run) -> Item:
    ours = _headline(run).loc["ours"]
    return Item(
        "Uncertainty is over subjects, with seeds and folds told",
        bool(ours["n_subjects"] > 1 and ours["ci_low"] < ours["ci_high"]),
        f"Intervals are over {ours['n_subjects']} subjects and {ours['n_songs']} songs, taken both "
        f"for samples; {ours['seeds']} seed(s), one of {run.folds} folds.",
    )


def _audit(found: pd.DataFrame) -> Iterator[str]:
    lines = ["| changed | compared | leaks |", "|---|---:|---:|"]
    for canary in CANARIES:
        rows = found[found["canary"] == canary.name]
        lines.append(f"| {canary.about} | {len(rows)} | {int(rows['leak'].sum())} |")
    yield "\n".join(lines)
