"""Which subjects and songs take part, and the raw files that they are read from."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from eeg2music.corpora.adapters import corpus
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded, Inventory, Truth
from eeg2music.demo import cohorts as demo
from eeg2music.params.root import Params, load
from eeg2music.pipeline import inventory


@dataclass(frozen=True)
class Cohort:
    """People whose recordings have results of their own, as the rules see them.

    Parameters
    ----------
    name : str
        Of the folder that holds its results.
    raw : str
        Folder of the raw files.
    reader : str
        Name of the adapter that reads them (`corpora.adapters`).
    recordings : mapping of str to sequence of str
        Subject to the files of his or her recording.
    stimuli : mapping of str to str
        Number of the video, at least two digits, to its file.
    metadata : sequence of str
        Tables that all subjects share.
    timetable : sequence of str
        Those of them that tell where in its file each stimulus was heard.
    truth : Truth
        Whether these brains follow the music.
    excluded : sequence of Excluded
        What does not take part, and why.
    groups : mapping of str to str
        Label of each subject that the split spreads over its parts.
    hints : sequence of str
        What lies nearly where it should, and what to do.
    """

    name: str
    raw: str
    reader: str
    recordings: Mapping[str, Sequence[str]]
    stimuli: Mapping[str, str]
    metadata: Sequence[str]
    timetable: Sequence[str]
    truth: Truth
    excluded: Sequence[Excluded] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    hints: Sequence[str] = ()

    @property
    def subjects(self) -> list[str]:
        """All who take part, sorted."""
        return sorted(self.recordings)

    @property
    def raw_files(self) -> list[str]:
        """All that results are made of, sorted."""
        recordings = [file for files in self.recordings.values() for file in files]
        return sorted({*recordings, *self.stimuli.values(), *self.metadata})

    @property
    def excluded_trials(self) -> list[tuple[str, int]]:
        """Single trials that take no part, as (subject, video)."""
        singles = [e for e in self.excluded if e.subject != EVERYONE and e.video != EVERYTHING]
        return sorted({(each.subject, each.video) for each in singles})

    @property
    def videos(self) -> list[str]:
        """Every stimulus that takes part, sorted."""
        return sorted(self.stimuli, key=int)


def coupled(cohort: Cohort) -> Cohort:
    """The same people, into whose recordings a coupling with the music is planted (`evidence`).

    There are no raw files of it.
    """
    truth = Truth(
        "added", f"{cohort.truth.about}, a known coupling planted into them", follows=True
    )
    return replace(cohort, name=f"{cohort.name}_coupled", truth=truth)


def write_inventory(root: Path) -> None:
    """Write what takes part, for machines that the raw files do not reach."""
    params = load(root / "params.yaml")
    with contextlib.chdir(root):
        inventory.write(root, *_place(params), inventories(params))


def cohorts(params: Params) -> dict[str, Cohort]:
    """Take stock of the dataset, and leave out what the parameters exclude.

    The cohorts of a dataset heard the same stimuli. The first is the one that is meant where
    none is named.
    """
    found = inventories(params)
    return {name: _cohort(name, each, params) for name, each in found.items()}


def inventories(params: Params) -> dict[str, Inventory]:
    """Take stock of the dataset, or read what was written where its raw files are."""
    raw, reader = _place(params)
    if params.dataset == "demo":
        return demo.inventories(params.demo, raw, reader)
    there = corpus(reader, Path(raw), params.bids, params.grid).inventory()
    if there.recordings or there.stimuli:
        return {params.dataset: there}
    return inventory.read(Path(), raw, reader) or {params.dataset: there}


def _place(params: Params) -> tuple[str, str]:
    """Folder of the raw files, and what reads them."""
    reader = "bids" if params.dataset == "bids" else params.eeg_source
    return f"data/raw/{params.dataset}", reader


def _cohort(name: str, found: Inventory, params: Params) -> Cohort:
    raw, reader = _place(params)
    unwanted = [
        Excluded(each.subject or EVERYONE, each.video or EVERYTHING, each.reason)
        for each in params.exclude
    ]
    people = {each.subject for each in unwanted if each.video == EVERYTHING}
    songs = {each.video for each in unwanted if each.subject == EVERYONE}
    return Cohort(
        name=name,
        raw=raw,
        reader=reader,
        recordings={who: f for who, f in found.recordings.items() if who not in people},
        stimuli={f"{n:02d}": file for n, file in found.stimuli.items() if n not in songs},
        metadata=found.metadata,
        timetable=found.timetable,
        truth=found.truth,
        excluded=[*found.excluded, *unwanted],
        groups={who: group for who, group in found.groups.items() if who not in people},
        hints=found.hints,
    )
