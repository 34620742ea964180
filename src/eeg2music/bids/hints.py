"""What of a BIDS folder lies nearly where it should, or is called nearly as it should be."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eeg2music.bids import layout
from eeg2music.corpora import near

_EVERY_TASK = "all"


def hints(root: Path, task: str, recordings: Mapping[str, Sequence[Path]]) -> tuple[str, ...]:
    """Tell what may be meant for what is missing, and what to do.

    Parameters
    ----------
    root : Path
        Folder of the corpus.
    task : str
        Task of the recordings that are read.
    recordings
        Of every subject that has a folder, those that were found.
    """
    if not recordings:
        return tuple(filter(None, [near.misplaced(root, ["sub-*"])]))
    lacking = [root / f"sub-{subject}" for subject, files in recordings.items() if not files]
    return tuple(filter(None, [*_recordings(lacking, task), _stimuli(root)]))


def _recordings(folders: Sequence[Path], task: str) -> Iterator[str]:
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if _is_one(path)]
    placed = [path for path in files if path.parent.name == "eeg" and path.stem.endswith("_eeg")]
    tasks = sorted({layout.entities(path).get("task", "") for path in placed} - {"", task})
    if task != _EVERY_TASK and tasks:
        meant = near.nearest(task, tasks) or _EVERY_TASK
        yield f"there are recordings of task {near.listed(tasks)}: `bids.task: {meant}` reads them"
    strays = [path for path in files if path not in placed]
    if strays:
        names = near.listed([path.name for path in strays])
        be, them = ("a recording", "it") if len(strays) == 1 else ("recordings", "them")
        yield (
            f"{names} in {strays[0].parent.as_posix()} may be {be}: BIDS has {them} as"
            f" sub-*/eeg/sub-*_task-*_eeg{strays[0].suffix}"
        )


def _is_one(path: Path) -> bool:
    return path.suffix.lower() in layout.RECORDINGS and path.name[0] != "."


def _stimuli(root: Path) -> str:
    folder = root / layout.STIMULI
    if not folder.is_dir():
        return near.renamed(root, layout.STIMULI)
    if not layout.stimuli(root):
        kinds = [f"*{suffix}" for suffix in sorted(layout.MEDIA)]
        return near.misplaced(folder, kinds)
    return ""
