"""Which subjects and songs take part, and the raw files that they are read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eeg2music.corpora.adapters import corpus
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded, Inventory
from eeg2music.deap import layout
from eeg2music.deap.montage import site
from eeg2music.params.root import Params


@dataclass(frozen=True)
class Cohort:
    """A dataset as the rules see it.

    Parameters
    ----------
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
    coupling : str
        What the tables call these recordings: planted, null or recorded.
    excluded : sequence of Excluded
        What does not take part, and why.
    groups : mapping of str to str
        Label of each subject that the split spreads over its parts.
    """

    raw: str
    reader: str
    recordings: Mapping[str, Sequence[str]]
    stimuli: Mapping[str, str]
    metadata: Sequence[str]
    coupling: str
    excluded: Sequence[Excluded] = ()
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def subjects(self) -> list[str]:
        """All who take part, sorted."""
        return sorted(self.recordings)

    @property
    def excluded_trials(self) -> list[tuple[str, int]]:
        """Single trials that take no part, as (subject, video)."""
        singles = [e for e in self.excluded if e.subject != EVERYONE and e.video != EVERYTHING]
        return sorted({(each.subject, each.video) for each in singles})

    @property
    def videos(self) -> list[str]:
        """Every stimulus that takes part, sorted."""
        return sorted(self.stimuli, key=int)


def cohort(params: Params) -> Cohort:
    """Take stock of the dataset, and leave out what the parameters exclude."""
    raw = f"data/raw/{params.dataset}"
    reader = "bids" if params.dataset == "bids" else params.eeg_source
    is_demo = params.dataset == "demo"
    coupling: str = params.demo.coupling if is_demo else "recorded"
    found = _demo(params, raw) if is_demo else _on_disk(params, raw, reader)
    unwanted = [
        Excluded(each.subject or EVERYONE, each.video or EVERYTHING, each.reason)
        for each in params.exclude
    ]
    people = {each.subject for each in unwanted if each.video == EVERYTHING}
    songs = {each.video for each in unwanted if each.subject == EVERYONE}
    return Cohort(
        raw=raw,
        reader=reader,
        recordings={who: f for who, f in found.recordings.items() if who not in people},
        stimuli={f"{n:02d}": file for n, file in found.stimuli.items() if n not in songs},
        metadata=found.metadata,
        coupling=coupling,
        excluded=[*found.excluded, *unwanted],
        groups={who: group for who, group in found.groups.items() if who not in people},
    )


def _on_disk(params: Params, raw: str, reader: str) -> Inventory:
    return corpus(reader, Path(raw), params.bids, params.grid).inventory()


def _demo(params: Params, raw: str) -> Inventory:
    """What the generator will make, whether or not it is there yet."""
    size = params.demo.chosen
    return Inventory(
        recordings={
            subject: [f"{raw}/{layout.recording(params.eeg_source, subject)}"]
            for subject in size.subjects
        },
        stimuli={n: f"{raw}/{layout.STIMULI}/{n:02d}.mp4" for n in range(1, size.songs + 1)},
        metadata=[f"{raw}/{layout.table(name)}" for name in layout.TABLES],
        groups={subject: site(subject) for subject in size.subjects},
    )
