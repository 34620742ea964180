"""Where the files of a BIDS folder lie, and which belong together (nothing is opened)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from glob import escape
from pathlib import Path

from eeg2music.files import is_utf8

RECORDINGS = (".set", ".edf", ".bdf", ".vhdr", ".fif")
"""Formats that are read; where one recording is there in several, the first counts."""
_AUDIO = (".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav", ".wma")
_VIDEO = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".webm", ".wmv")
MEDIA = frozenset({*_AUDIO, *_VIDEO})
"""Files under ``stimuli`` that are taken for music or video; any other is ignored."""
STIMULI = "stimuli"
CODES = "stimuli.tsv"
"""Table under ``stimuli`` that tells what events call a file."""
SIDECARS = ("events.tsv", "channels.tsv", "electrodes.tsv")
PARTICIPANTS = "participants.tsv"
_SHARED = (PARTICIPANTS, "dataset_description.json")


def entities(path: Path) -> dict[str, str]:
    """What a file's name tells: ``sub-01_task-x_eeg.set`` is ``{"sub": "01", "task": "x"}``."""
    parts = (part.partition("-") for part in path.name.split("_") if "-" in part)
    return {key: value.partition(".")[0] for key, _, value in parts}


def recordings(root: Path, task: str) -> tuple[dict[str, list[Path]], list[Path]]:
    """Find the recordings of every subject.

    Parameters
    ----------
    task : str
        The task entity of those to read, or ``all``.

    Returns
    -------
    recordings : dict
        Subject's label to files, in the order of their paths; every subject that has a folder.
    hollow : list of Path
        Files whose name is there without their content, as data managers leave them.
    """
    found: dict[str, list[Path]] = {}
    hollow: list[Path] = []
    for folder in sorted(path for path in root.glob("sub-*") if path.is_dir()):
        files = [*_seen(folder, "eeg/*_eeg.*"), *_seen(folder, "ses-*/eeg/*_eeg.*")]
        wanted = [f for f in files if task in ("all", entities(f).get("task"))]
        runs = _one_format(wanted)
        found[folder.name.removeprefix("sub-")] = [path for path in runs if path.is_file()]
        hollow += [path for path in runs if not path.is_file()]
    return found, hollow


def belonging(root: Path, recording: Path) -> list[Path]:
    """A recording's own files and the tables that describe it, itself first."""
    beside = _seen(recording.parent, f"{escape(recording.stem)}.*")
    own = [p for p in sorted(beside) if p != recording]
    own = [path for path in own if path.suffix.lower() not in RECORDINGS]
    folders = [folder for folder in recording.parents if folder.is_relative_to(root)]
    near = [path for folder in folders for path in sorted(_seen(folder, "*.tsv"))]
    tables = [sidecar(recording, kind, near) for kind in SIDECARS]
    return [recording, *own, *(path for path in tables if path)]


def sidecar(recording: Path, kind: str, files: Iterable[Path]) -> Path | None:
    """The most specific table of a kind that applies to a recording.

    A table applies if it lies in the recording's folder or above and its name tells
    nothing that the recording's does not (BIDS' inheritance principle); ``space``, which
    only names coordinates, aside.
    """
    told = entities(recording).items()

    def applies(path: Path) -> bool:
        entitled = {k: v for k, v in entities(path).items() if k != "space"}
        is_kind = path.name == kind or path.name.endswith(f"_{kind}")
        return is_kind and path.parent in recording.parents and entitled.items() <= told

    def specificity(path: Path) -> tuple[int, int, str]:
        return len(path.parent.parts), len(entities(path)), path.name

    return max(filter(applies, files), key=specificity, default=None)


def stimuli(root: Path) -> list[Path]:
    """Music and video files under ``stimuli``, in the order of their paths (`natural`)."""
    files = _seen(root / STIMULI, "**/*")
    media = (path for path in files if path.suffix.lower() in MEDIA and path.is_file())
    return sorted(media, key=natural)


def numbered(root: Path, files: Iterable[Path]) -> dict[int, Path]:
    """Number the stimuli among some files from 1 on, in the order of their paths (`natural`)."""
    folder = root / STIMULI
    media = [f for f in files if f.is_relative_to(folder) and f.suffix.lower() in MEDIA]
    return dict(enumerate(sorted(media, key=natural), start=1))


def natural(path: Path) -> tuple[list[tuple[str, int]], str]:
    """Key that sorts paths as people count: ``run-2`` before ``run-10``.

    Examples
    --------
    >>> [path.name for path in sorted(map(Path, ("run-10", "run-2", "run-02b")), key=natural)]
    ['run-2', 'run-02b', 'run-10']
    """
    parts = re.findall(r"([^0-9]*)([0-9]*)", path.as_posix())
    return [(text, int(number or -1)) for text, number in parts], path.as_posix()


def misspelt(root: Path) -> list[Path]:
    """Recordings and stimuli that are left alone because their names are no UTF-8, sorted."""
    patterns = ("sub-*/eeg/*", "sub-*/ses-*/eeg/*", f"{STIMULI}/**/*")
    kinds = MEDIA.union(RECORDINGS)
    files = (path for pattern in patterns for path in root.glob(pattern))
    return sorted(f for f in files if f.suffix.lower() in kinds and not is_utf8(f))


def shared(root: Path) -> list[Path]:
    """Tables that concern every subject."""
    paths = [*(root / name for name in _SHARED), root / STIMULI / CODES]
    return [*(p for p in paths if p.is_file()), *sorted(_seen(root, "phenotype/*.tsv"))]


def behaviour(root: Path, subject: str) -> list[Path]:
    """Tables of a subject's answers."""
    folder = root / f"sub-{subject}"
    return sorted([*_seen(folder, "beh/*_beh.tsv"), *_seen(folder, "ses-*/beh/*_beh.tsv")])


def _seen(folder: Path, pattern: str) -> list[Path]:
    """Files with a name of text that are not hidden.

    macOS puts a ``._`` file beside each, of the same ending.
    """
    found = (path.relative_to(folder) for path in folder.glob(pattern) if is_utf8(path))
    return [folder / p for p in found if not any(part[0] == "." for part in p.parts)]


def _one_format(files: Sequence[Path]) -> list[Path]:
    """Recordings, each in one format only."""
    chosen: Mapping[Path, Path] = {
        path.with_suffix(""): path
        for kind in reversed(RECORDINGS)
        for path in files
        if path.suffix.lower() == kind
    }
    return sorted(chosen.values(), key=natural)
