"""``CITATION.cff`` as an archive wants it: who made the software, and what it is built on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from eeg2music.errors import DataError


@dataclass(frozen=True)
class Citation:
    """What the file says.

    Attributes
    ----------
    authors : tuple of (str, bool)
        Name, and whether it is a person's.
    references : tuple of (str, str)
        DOI and title of works.
    """

    title: str
    abstract: str
    version: str
    licence: str
    keywords: tuple[str, ...]
    authors: tuple[tuple[str, bool], ...]
    references: tuple[tuple[str, str], ...]


def read(path: Path) -> Citation:
    """Read the file.

    Raises
    ------
    DataError
        If it is not there, or lacks what an archive needs.
    """
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Citation(
            title=told["title"],
            abstract=told["abstract"].strip(),
            version=str(told["version"]),
            licence=told["license"],
            keywords=tuple(told["keywords"]),
            authors=tuple(map(_author, told["authors"])),
            references=tuple(_references(told.get("references", []))),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            path,
            expected="title, abstract, version, license, keywords and authors, as CFF has them",
            found=" ".join(str(error).split()),
            cure="Restore the file from the repository.",
        ) from None


def _author(told: Mapping[str, Any]) -> tuple[str, bool]:
    if "name" in told:
        return str(told["name"]), False
    return f"{told.get('given-names', '')} {told['family-names']}".strip(), True


def _references(told: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    yield from ((str(each["doi"]), str(each["title"])) for each in told if "doi" in each)
