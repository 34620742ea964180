"""DEAP as a corpus: the licensed files in their folder, whatever of them is there."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded, Inventory, Session
from eeg2music.deap import layout
from eeg2music.deap.hints import hints
from eeg2music.deap.montage import site
from eeg2music.deap.videos import find_video
from eeg2music.errors import DataError


class DeapCorpus:
    """DEAP's files under one folder (implements `corpora.contract.Corpus`).

    Parameters
    ----------
    root : Path
        Folder that holds ``data_original`` and the like, or their archives.
    source : str
        Which recordings to read, a key of `layout.RECORDINGS`.
    """

    def __init__(self, root: Path, source: str) -> None:
        self.root, self.source = root, source

    def inventory(self) -> Inventory:
        """What of DEAP's 32 subjects and 40 videos is there."""
        archives = layout.packed(self.root)
        subjects = layout.recordings(self.root, self.source, archives)
        stimuli, stray = layout.stimuli(self.root)
        tables = [self._at(path) for path in layout.tables(self.root, archives)]
        return Inventory(
            recordings={s: [self._at(layout.recording(self.source, s))] for s in subjects},
            stimuli={video: path.as_posix() for video, path in stimuli.items()},
            metadata=tables,
            timetable=tables[1:],
            excluded=[*self._absent(subjects, stimuli), *_stray(stray)],
            groups={subject: site(subject) for subject in subjects},
            hints=hints(self.root, self.source, archives),
        )

    def session(self, subject: str, recording: Sequence[Path], metadata: Sequence[Path]) -> Session:
        """Open one subject's recording, and join it with the ratings."""
        from eeg2music.deap.ratings import read_ratings

        (path,) = recording
        file = _table("participant_ratings", metadata)
        ratings = read_ratings(file, int(subject[1:]))
        if self.source == "bdf":
            from eeg2music.deap.original import open_original

            return open_original(path, subject, ratings, file)
        from eeg2music.deap.preprocessed import open_preprocessed

        return open_preprocessed(path, subject, ratings, file)

    def start_s(self, video: int, timetable: Sequence[Path]) -> float:
        """Where the excerpt starts that subjects saw, s."""
        return find_video(_table("video_list", timetable), video).highlight_start_s

    def _at(self, path: str) -> str:
        return (self.root / path).as_posix()

    def _absent(self, subjects: Sequence[str], stimuli: dict[int, Path]) -> Iterator[Excluded]:
        for subject in sorted(set(layout.SUBJECTS) - set(subjects)):
            folder = layout.RECORDINGS[self.source]
            yield Excluded(subject, EVERYTHING, f"no recording in {folder}")
        for video in sorted(set(layout.VIDEOS) - set(stimuli)):
            yield Excluded(EVERYONE, video, f"no file in {layout.STIMULI}")


def _stray(files: Sequence[tuple[Path, str]]) -> Iterator[Excluded]:
    for path, reason in files:
        yield Excluded(EVERYONE, EVERYTHING, f"{path.name}: {reason}")


def _table(name: str, metadata: Sequence[Path]) -> Path:
    for path in metadata:
        if path.stem == name:
            return path
    raise DataError(
        name,
        expected=f"a table {name} among DEAP's metadata",
        found=", ".join(map(str, metadata)) or "no table at all",
        cure="Put metadata_csv.zip, or what it holds, into the raw folder.",
    )
