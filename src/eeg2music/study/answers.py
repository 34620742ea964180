"""What listeners answered: CSV files as the page of a study saves them."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from eeg2music.errors import DataError
from eeg2music.study.key import Key
from eeg2music.study.page import COLUMNS
from eeg2music.study.pairs import Pair

_LISTENER = re.compile(r"[A-Za-z0-9_-]{1,32}")
_CURE = "Take the file as the page of this study saved it."


def read(paths: Iterable[Path], key: Key) -> pd.DataFrame:
    """Read and check the answers to a study.

    A file that was saved twice, or before the end and again at it, counts once.

    Returns
    -------
    DataFrame
        A row an answer: ``listener``, ``trial``, ``contrast``, and whether ``generated`` was
        preferred.

    Raises
    ------
    DataError
        If a file is no answer to this study, or two say different things.
    """
    pairs = {pair.name: pair for pair in key.pairs}
    known = dict[tuple[str, str], str]()
    for path in paths:
        for line, row in _rows(path):
            pair, chosen = _checked(path, line, row, key, pairs)
            asked = row["listener"], pair.name
            if known.setdefault(asked, chosen) != chosen:
                raise _refusal(
                    path,
                    line,
                    f"what {row['listener']} answered elsewhere",
                    "another answer to the same question",
                    "Two people may have used one code: give one of them another in their file.",
                )
    told = [
        (listener, pairs[name].trial, pairs[name].contrast, chosen == pairs[name].generated)
        for (listener, name), chosen in known.items()
    ]
    if not told:
        raise DataError(
            "the files given", expected="answers", found="none", cure="Name the CSV files."
        )
    return pd.DataFrame(told, columns=["listener", "trial", "contrast", "generated"])


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader]
            header = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(path, expected="a CSV file", found=str(error), cure=_CURE) from None
    if header != COLUMNS:
        found = ", ".join(header) or "none"
        raise DataError(path, expected=f"columns {', '.join(COLUMNS)}", found=found, cure=_CURE)
    return rows


def _checked(
    path: Path, line: int, row: dict[str, str], key: Key, pairs: dict[str, Pair]
) -> tuple[Pair, str]:
    if None in row or None in row.values():
        raise _refusal(path, line, f"{len(COLUMNS)} values", "another number of them")
    if row["seal"] != key.seal:
        found = f"seal {row['seal'][:16]}…"
        cure = "Name the key of the study that was answered. If this is it, it has been changed."
        raise _refusal(path, line, f"an answer under seal {key.seal[:16]}…", found, cure)
    if not _LISTENER.fullmatch(row["listener"]):
        raise _refusal(path, line, "a code of letters, digits, _ and -", repr(row["listener"]))
    pair = pairs.get(row["pair"])
    if pair is None:
        raise _refusal(path, line, "a pair of the study", repr(row["pair"]))
    if row["chosen"] not in (pair.generated, pair.other):
        raise _refusal(path, line, "one of the two excerpts of the pair", repr(row["chosen"]))
    return pair, row["chosen"]


def _refusal(path: Path, line: int, expected: str, found: str, cure: str = _CURE) -> DataError:
    return DataError(f"{path}, line {line}", expected=expected, found=found, cure=cure)
