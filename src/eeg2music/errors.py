"""The one way this project refuses an input."""

from pathlib import Path


class DataError(Exception):
    """An input that cannot be used, told so that a person can mend it.

    Parameters
    ----------
    file : Path or str
        The offending file (or the name of the thing that stands for one).
    expected, found : str
        What a usable input would hold, and what this one holds.
    cure : str
        What to do about it, as a full sentence.
    """

    def __init__(self, file: Path | str, *, expected: str, found: str, cure: str) -> None:
        self.file, self.expected, self.found, self.cure = str(file), expected, found, cure
        super().__init__(f"{file}: expected {expected}; found {found}. {cure}")
