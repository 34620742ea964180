"""What each job read and made, by content: the proof that a result is what its job makes of it.

Dates do not prove that: they are copied, restored, forged. So a job that has succeeded leaves
a receipt, and a result is current only while files and receipt agree (`review`).
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eeg2music.files import whole_or_absent
from eeg2music.pipeline.contents import Contents, Seen

FOLDER = Path(".snakemake/receipts")
_KEPT = 16
"""Receipts of one job: of what was made under parameters that were then taken back."""


@dataclass(frozen=True)
class Receipt:
    """One job that succeeded.

    Attributes
    ----------
    job : str
        `identity` of what was run, on which contents; empty if not all contents are known.
    outputs : list of str
        Files and folders that the job's rule declares.
    command : str
        Digest of the command line (`digest_of`), by which Snakemake's account of the job is
        told to be of this run and of no other.
    read, made : mapping of str to (str or None)
        File to its MD5; those in a folder one by one. None of an input that was never seen here.
    """

    job: str
    command: str
    outputs: Sequence[str]
    read: Mapping[str, str | None]
    made: Mapping[str, str]


def identity(stage: str, code: str, words: Iterable[str], read: Mapping[str, str | None]) -> str:
    """Tell a job from any other that could make something else.

    Parameters
    ----------
    code : str
        Digest of what the stage runs (`code.digest`).
    words : iterable of str
        Its command line, parameters included.
    read : mapping of str to (str or None)
        Its inputs and what they hold.
    """
    if None in read.values():
        return ""
    told = json.dumps([stage, code, list(words), sorted(read.items())])
    return hashlib.sha256(told.encode()).hexdigest()


def digest_of(command: str) -> str:
    """What a receipt remembers of a command line."""
    return hashlib.sha256(command.encode()).hexdigest()[:32]


def issue(root: Path, receipt: Receipt, seen: Mapping[str, Seen]) -> None:
    """Write a receipt, before the older ones of the same job."""
    older = [each for each in history(root, receipt.outputs[0]) if each != receipt]
    _write(_path(root, receipt.outputs[0]), [receipt, *older][:_KEPT], seen)


def retire(root: Path, taken: Collection[str]) -> None:
    """Expect outputs that were taken away no longer; receipts are kept to bring them back."""
    for path in (root / FOLDER).rglob("*.json"):
        told, seen = _read(path)
        if told and set(told[0].made) <= set(taken):
            _write(path, told, seen, retired=True)


def history(root: Path, output: str) -> list[Receipt]:
    """Receipts of the job that makes a file, newest first."""
    return _read(_path(root, output))[0]


def every(root: Path, *, anew: bool = False) -> tuple[list[list[Receipt]], Contents]:
    """Receipts of all jobs, newest first for each, and what is known of the files they name.

    Parameters
    ----------
    anew
        Believe nothing of what is known: hash every file.
    """
    found = [_read(path, expected=True) for path in sorted((root / FOLDER).rglob("*.json"))]
    contents = Contents(root, None if anew else [seen for _, seen in found])
    return [told for told, _ in found if told], contents


def ever_made(root: Path) -> dict[str, set[str]]:
    """MD5 of all that jobs have made of each file, those included that were taken away."""
    found: dict[str, set[str]] = {}
    for path in (root / FOLDER).rglob("*.json"):
        for receipt in _read(path)[0]:
            for name, md5 in receipt.made.items():
                found.setdefault(name, set()).add(md5)
    return found


def files_of(root: Path, outputs: Iterable[str]) -> list[str]:
    """Files among outputs, and those in the folders among them, relative to the repository."""
    return sorted(
        each.relative_to(root).as_posix() for output in outputs for each in _files(root / output)
    )


def agrees(root: Path, receipt: Receipt, contents: Contents) -> bool:
    """Whether what is there of a job's outputs is what it made; an output may be absent."""
    absent = {output for output in receipt.outputs if not (root / output).exists()}
    return all(
        contents.md5(path) == md5 or not absent.isdisjoint([path, *map(str, Path(path).parents)])
        for path, md5 in receipt.made.items()
    )


def has_read(receipt: Receipt, contents: Contents, but: Collection[str] = ()) -> bool:
    """Whether inputs are still what the job read, but for some, and those that are not here."""
    now = {path: contents.md5(path) for path in receipt.read if path not in but}
    return all(md5 in (None, receipt.read[path]) for path, md5 in now.items())


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (each for each in path.rglob("*") if each.is_file())
    elif path.exists():
        yield path


def _path(root: Path, output: str) -> Path:
    return root / FOLDER / f"{output}.json"


def _write(
    path: Path, told: Iterable[Receipt], seen: Mapping[str, Seen], *, retired: bool = False
) -> None:
    whole = {"retired": retired, "receipts": [asdict(each) for each in told], "seen": dict(seen)}
    with whole_or_absent(path) as target:
        target.write_text(json.dumps(whole), encoding="utf-8")


def _read(path: Path, *, expected: bool = False) -> tuple[list[Receipt], dict[str, Seen]]:
    """Receipts of a job, if its outputs are expected to be there or that does not matter."""
    try:
        told = json.loads(path.read_bytes())
        seen = {name: Seen(*each) for name, each in told["seen"].items()}
        if told["retired"] and expected:
            return [], {}
        return [Receipt(**each) for each in told["receipts"]], seen
    except (OSError, ValueError, TypeError, KeyError):  # no proof, so the job runs again
        return [], {}
