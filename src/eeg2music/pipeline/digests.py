"""Digests of code, told from memory while no byte of this package has changed.

Taking them parses most of the package, which is a second of each start of Snakemake.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from eeg2music.files import whole_or_absent
from eeg2music.pipeline import code

MEMORY = Path(".snakemake/code.json")


class Digests:
    """`code.digest`, remembered from run to run.

    Parameters
    ----------
    root : Path
        The repository.
    """

    def __init__(self, root: Path) -> None:
        self._memory = root / MEMORY
        self._package = _digest_of(code.PACKAGE)
        self._known = _remembered(self._memory, self._package)

    def digest(self, stage: str, chosen: Iterable[str] = ()) -> str:
        """What `code.digest` tells."""
        modules = sorted(chosen)
        asked = " ".join([stage, *modules])
        if asked not in self._known:
            self._known[asked] = code.digest(stage, modules)
            self._remember()
        return self._known[asked]

    def _remember(self) -> None:
        with whole_or_absent(self._memory) as target:
            told = {"package": self._package, "digests": self._known}
            target.write_text(json.dumps(told), encoding="utf-8")


def _digest_of(package: Path) -> str:
    """Digest of every file of a package, the code that takes digests among them."""
    told = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            content = path.read_bytes()
            name = path.relative_to(package).as_posix()
            told.update(f"{len(name)} {name} {len(content)} ".encode() + content)
    return told.hexdigest()


def _remembered(memory: Path, package: str) -> dict[str, str]:
    try:
        told = json.loads(memory.read_bytes())
        if told["package"] == package:
            return {str(asked): str(digest) for asked, digest in told["digests"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # memory only: what is not known is worked out
    return {}
