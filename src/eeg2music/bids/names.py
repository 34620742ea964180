"""What events call a stimulus, and which file that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from eeg2music.bids import layout, tsv
from eeg2music.errors import DataError


@dataclass(frozen=True)
class Stimuli:
    """The numbered stimuli of a corpus.

    Attributes
    ----------
    files : mapping of int to Path
        Number to file.
    called : mapping of str to set of int
        What a stimulus may be called, in lower case, to the numbers that may be meant.
    codes : mapping of str to set of int
        The same for codes of events.
    """

    files: Mapping[int, Path]
    called: Mapping[str, frozenset[int]]
    codes: Mapping[str, frozenset[int]]

    def find(self, name: str, table: Path) -> int | None:
        """Number of the stimulus that ``name`` means; None if it means none.

        Parameters
        ----------
        table : Path
            Where the name was read, for messages.

        Raises
        ------
        DataError
            If several stimuli go by that name.
        """
        return self._only(self.called, name, table)

    def find_code(self, code: str, table: Path) -> int | None:
        """Number of the stimulus that an event's code means; None if it means none.

        Raises
        ------
        DataError
            If several stimuli go by that code.
        """
        return self._only(self.codes, code, table)

    def _only(self, called: Mapping[str, frozenset[int]], name: str, table: Path) -> int | None:
        numbers = called.get(_plain(name), frozenset())
        if len(numbers) > 1:
            raise DataError(
                table,
                expected="names that fit one file under stimuli each",
                found=f"{name!r}, which fits " + ", ".join(str(self.files[n]) for n in numbers),
                cure="Name the stimulus by its path below stimuli, with the suffix.",
            )
        return next(iter(numbers), None)


def stimuli(root: Path, metadata: Iterable[Path]) -> Stimuli:
    """Number the stimuli, and learn what they are called.

    A file goes by its path below ``stimuli``, its name, its name without the suffix, and
    the ``stimulus_id`` that ``stimuli/stimuli.tsv`` gives it in its ``stim_file`` row. A
    path outranks a code, a code a name: the higher one is meant where two files fit. Where
    there is such a table, codes of events are those that it lists and no others: codes are
    often plain numbers, of which another may happen to be a file's name.

    Raises
    ------
    DataError
        If ``stimuli.tsv`` is unreadable, or names a file that does not fit.
    """
    paths = list(metadata)
    files = layout.numbered(root, paths)
    folder = root / layout.STIMULI
    by_path: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for number, file in files.items():
        by_path.setdefault(_plain(file.relative_to(folder).as_posix()), set()).add(number)
        for name in (file.name, file.stem):
            by_name.setdefault(_plain(name), set()).add(number)
    names = _frozen(by_name | by_path)
    codes = folder / layout.CODES
    if codes not in paths:
        return Stimuli(files, names, names)
    by_code = _codes(codes, Stimuli(files, names, names))
    return Stimuli(files, _frozen(by_name | by_code | by_path), _frozen(by_code))


def _codes(table: Path, known: Stimuli) -> dict[str, set[int]]:
    codes: dict[str, set[int]] = {}
    for row in tsv.read(table, required=("stimulus_id", "stim_file")):
        number = known.find(row["stim_file"], table)
        if number is not None:  # a file that is not there is told where an event names it
            codes.setdefault(_plain(row["stimulus_id"]), set()).add(number)
    return codes


def _plain(name: str) -> str:
    """A name in one spelling: macOS writes accents as characters of their own (NFD)."""
    return (
        normalize("NFC", name)
        .strip()
        .replace("\\", "/")
        .lower()
        .removeprefix("/")
        .removeprefix("stimuli/")
    )


def _frozen(called: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {name: frozenset(numbers) for name, numbers in called.items()}
