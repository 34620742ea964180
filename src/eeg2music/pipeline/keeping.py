"""Nothing that a job has made is lost: it is in DVC's cache before anything takes its place.

A run that ends is recorded. One that fails or is killed leaves results that no cache holds yet,
and the next run, or a checkout, would replace them.
"""

from collections.abc import Collection
from pathlib import Path

from eeg2music.pipeline import objects, receipts
from eeg2music.pipeline.review import RESULTS

_DUE = Path(".snakemake/record_due")


def keep(root: Path, outputs: Collection[str] | None = None) -> None:
    """Copy results into DVC's cache, as far as they are what a job has made.

    Raw data are never copied: no cache may hold a recording.

    Parameters
    ----------
    outputs : collection of str, optional
        Files and folders that will be replaced, relative to the repository. None: all.
    """
    folder = objects.store(root)
    if folder is None:
        return
    told, contents = receipts.every(root)
    for history in told:
        if outputs is None or not set(outputs).isdisjoint(history[0].outputs):
            made = next((r.made for r in history if receipts.agrees(root, r, contents)), {})
            for path, md5 in made.items():
                if RESULTS in Path(path).parents and (root / path).exists():
                    objects.put(folder, md5, root / path)
    contents.remember()


def expect_record(root: Path) -> None:
    """Note that a run has begun, whose results DVC has to hear of."""
    if (root / ".dvc").is_dir():
        (root / _DUE).touch()


def recorded(root: Path) -> None:
    """Note that DVC has heard of all runs."""
    (root / _DUE).unlink(missing_ok=True)


def is_record_due(root: Path) -> bool:
    """Whether a run has begun and none was recorded since."""
    return (root / _DUE).exists()
