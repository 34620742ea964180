"""The key of a study: what was which, sealed by its digest.

The page shows the digest, and so does every answer. Whoever changed the key after the first answer
would have to change all answers as well.
"""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from eeg2music.errors import DataError
from eeg2music.strict import Section, problems
from eeg2music.study.pairs import Pair


class Key(Section):
    """What was which in a study.

    Attributes
    ----------
    source : str
        Folder of the results that it was made from.
    seed : str
        What the pairs and their names were drawn from, in hexadecimal.
    """

    source: str
    seed: str
    excerpt_s: float
    pairs: list[Pair]

    @property
    def text(self) -> str:
        """Contents of the file."""
        return self.model_dump_json(indent=2) + "\n"

    @property
    def seal(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read(path: Path) -> Key:
    """Read a key.

    Raises
    ------
    DataError
        If it is none.
    """
    try:
        return Key.model_validate_json(path.read_bytes())
    except ValidationError as error:
        found = problems(Key, error)
    except OSError as error:
        found = error.strerror or type(error).__name__
    raise DataError(
        path,
        expected="the key.json that `eeg2music listening-study` wrote",
        found=found,
        cure="Name the key of the study; the answers are of no use without it.",
    )
