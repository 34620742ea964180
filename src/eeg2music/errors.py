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
        self.file, self.expected, self.found = map(legible, (str(file), expected, found))
        self.cure = cure
        end = "" if self.found.endswith("?") else "."
        super().__init__(f"{self.file}: expected {self.expected}; found {self.found}{end} {cure}")


def legible(text: str) -> str:
    r"""Text that any terminal and any table takes, whatever bytes a file's name has.

    Examples
    --------
    >>> import os
    >>> legible(os.fsdecode(b"caf\xe9\n.wav"))
    'caf\\xe9\\n.wav'
    """
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte that is no UTF-8, as Python holds it
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()
