"""Answers and a key to what listeners preferred."""

from collections.abc import Sequence
from pathlib import Path

from eeg2music.files import whole_or_absent
from eeg2music.study import answers, key, scoring

CONFIDENCE, POWER = 0.95, 0.8
PREFERENCES, LISTENERS = "preferences.csv", "listeners.csv"


def report(sealed: Path, files: Sequence[Path], folder: Path | None = None) -> str:
    """Score the answers to a study.

    Parameters
    ----------
    sealed : Path
        The key.
    folder : Path, optional
        Where `PREFERENCES` and `LISTENERS` are written as well.

    Returns
    -------
    str
        What there is to say.
    """
    told = answers.read(files, key.read(sealed))
    found, listeners = scoring.preferences(told, CONFIDENCE, POWER), scoring.by_listener(told)
    if folder is not None:
        for name, rows in ((PREFERENCES, scoring.table(found)), (LISTENERS, listeners)):
            with whole_or_absent(folder / name) as target:
                rows.to_csv(target, index=False)
    return scoring.told(found, listeners)
