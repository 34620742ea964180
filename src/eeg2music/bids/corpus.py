"""A BIDS folder as a corpus: whatever recordings, events and stimuli are in it."""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from eeg2music.bids import layout, tsv
from eeg2music.bids.events import Heard, heard
from eeg2music.bids.hints import hints
from eeg2music.bids.names import Stimuli, stimuli
from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded, Inventory, Session
from eeg2music.corpora.near import nearest
from eeg2music.errors import DataError

GROUPS = ("group", "site")
"""Columns of ``participants.tsv`` that the split may spread over its parts."""


class BidsCorpus:
    """EEG recordings laid out as BIDS (implements `corpora.contract.Corpus`).

    Stimuli are numbered from 1 on by the sorted paths of the files under ``stimuli``.

    Parameters
    ----------
    root : Path
        The folder of ``dataset_description.json``.
    settings : Bids or None
        What to read of it; `start_s` does without.
    trial_s : float
        How long a stimulus must have been heard.
    """

    def __init__(self, root: Path, settings: Bids | None, trial_s: float) -> None:
        self.root, self._settings, self.trial_s = root, settings, trial_s

    @property
    def settings(self) -> Bids:
        """What to read, which whoever asks for a start alone need not know."""
        if self._settings is None:
            raise ValueError("recordings cannot be read without the parameters in `bids`")
        return self._settings

    def inventory(self) -> Inventory:
        """List subjects and stimuli; no recording is opened, but all events are read."""
        people, hollow = layout.recordings(self.root, self.settings.task)
        there = {who: runs for who, runs in people.items() if runs and _is_label(who)}
        tables = [*layout.stimuli(self.root), *layout.shared(self.root)]
        known = stimuli(self.root, tables)
        told = {who: self._told(runs, known) for who, runs in there.items()}
        readable = {who: runs for who, runs in told.items() if runs is not None}
        mentioned = {who: _videos(list(runs.values())) for who, runs in readable.items()}
        ever = frozenset[int]().union(*mentioned.values())
        return Inventory(
            recordings={who: self._files(who, runs) for who, runs in there.items()},
            stimuli={n: path.as_posix() for n, path in known.files.items() if n in ever},
            metadata=[path.as_posix() for path in tables],
            excluded=[
                *(Excluded(who, EVERYTHING, _why(who)) for who in people if who not in there),
                *(Excluded(EVERYONE, EVERYTHING, f"{p.name}: {_HOLLOW}") for p in hollow),
                *(
                    Excluded(EVERYONE, EVERYTHING, f"{path.name}: {_MISSPELT}")
                    for path in layout.misspelt(self.root)
                ),
                *(_unheard(known.files, ever)),
                *(_not_heard_by(mentioned, ever)),
                *(_without_file(readable.values(), known)),
            ],
            groups=_groups(self.root, there),
            hints=hints(self.root, self.settings.task, people),
        )

    def session(self, subject: str, recording: Sequence[Path], metadata: Sequence[Path]) -> Session:
        """Open a subject's runs, and find in them what he or she heard."""
        from eeg2music.bids.opening import open_session

        if self.root / layout.PARTICIPANTS in metadata:
            _group(self.root, subject)  # that is no good if the row is not
        known = stimuli(self.root, metadata)
        return open_session(subject, recording, metadata, known, self.settings, self.trial_s)

    def start_s(self, video: int, timetable: Sequence[Path]) -> float:
        """Stimuli are heard from the start of their file on."""
        return 0.0

    def _told(self, runs: Sequence[Path], known: Stimuli) -> dict[Path, Heard] | None:
        """What a subject heard, by run; None if a table is spoilt, which `session` refuses.

        It is no concern of other subjects.
        """
        try:
            return {run: self._heard(run, known) for run in runs}
        except DataError:
            return None

    def _heard(self, run: Path, known: Stimuli) -> Heard:
        events = layout.sidecar(run, "events.tsv", layout.belonging(self.root, run))
        return heard(run, events, known, self.settings)

    def _files(self, subject: str, runs: Sequence[Path]) -> list[str]:
        belonging = [path for run in runs for path in layout.belonging(self.root, run)]
        everything = dict.fromkeys([*belonging, *layout.behaviour(self.root, subject)])
        return [path.as_posix() for path in everything]


_NO_EEG = "no EEG recording in a format that is read"
_MISSPELT = "the name is no UTF-8; rename the file"
_HOLLOW = "the name is there, the content is not (fetch it, with `datalad get` say)"


def _is_label(subject: str) -> bool:
    return subject.isascii() and subject.isalnum()


def _why(subject: str) -> str:
    """Why a subject whose folder is there takes no part."""
    if _is_label(subject):
        return _NO_EEG
    return f"sub-{subject}: letters and digits alone make a subject's label; rename the folder"


def _videos(runs: Sequence[Heard]) -> frozenset[int]:
    return frozenset(each.video for run in runs for each in run.presentations)


def _unheard(files: Mapping[int, Path], ever: frozenset[int]) -> Iterator[Excluded]:
    for number in sorted(files.keys() - ever):
        yield Excluded(EVERYONE, number, f"no subject's events name {files[number].name}")


def _not_heard_by(
    mentioned: Mapping[str, frozenset[int]], ever: frozenset[int]
) -> Iterator[Excluded]:
    """Stimuli that other subjects heard: known before any recording is opened."""
    for subject in sorted(mentioned):
        for number in sorted(ever - mentioned[subject]):
            yield Excluded(subject, number, "not heard by this subject")


def _without_file(told: Iterable[Mapping[Path, Heard]], known: Stimuli) -> Iterator[Excluded]:
    files = {path.stem: path.name for path in known.files.values()}
    names = Counter(name for runs in told for each in runs.values() for name in each.unknown)
    for name, count in sorted(names.items()):
        reason = f"{count} recordings name {name}, of which there is no file under stimuli"
        if like := nearest(Path(name).stem, files):
            reason += f"; {files[like]} is there"
        yield Excluded(EVERYONE, EVERYTHING, reason)


def _groups(root: Path, subjects: Iterable[str]) -> dict[str, str]:
    """Groups of subjects; a row that is spoilt tells none, and the subject's session says so."""
    found: dict[str, str] = {}
    if (root / layout.PARTICIPANTS).is_file():
        tsv.columns(root / layout.PARTICIPANTS, required=(tsv.OWNER,))
        for who in subjects:
            with contextlib.suppress(DataError):
                found[who] = _group(root, who)
    return {who: group for who, group in found.items() if group}


def _group(root: Path, subject: str) -> str:
    rows = tsv.read(root / layout.PARTICIPANTS, required=(tsv.OWNER,), whose=subject)
    column = next((name for name in GROUPS if rows and name in rows[0]), "")
    return tsv.told(rows[-1], column) if rows else ""
