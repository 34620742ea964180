"""What a pickle's program moves about in `pickle_operations`: records that do nothing."""

import codecs
from dataclasses import dataclass
from enum import Enum, auto

_LONGEST_WORD = 100


class Refused(ValueError):
    """A pickle of something else, and what was found in it."""


class Ended(Refused):
    """The file ends too early."""


class Known(Enum):
    """What a pickle of arrays calls by name."""

    RECONSTRUCT = auto()
    FROM_BUFFER = auto()
    ARRAY = auto()
    TYPE = auto()
    ENCODE = auto()


NAMES = {
    ("numpy.core.multiarray", "_reconstruct"): Known.RECONSTRUCT,
    ("numpy._core.multiarray", "_reconstruct"): Known.RECONSTRUCT,
    ("numpy.core.numeric", "_frombuffer"): Known.FROM_BUFFER,
    ("numpy._core.numeric", "_frombuffer"): Known.FROM_BUFFER,
    ("numpy", "ndarray"): Known.ARRAY,
    ("numpy", "dtype"): Known.TYPE,
    ("_codecs", "encode"): Known.ENCODE,  # how Python 3 tells bytes to Python 2
}


@dataclass(frozen=True)
class Text:
    """Bytes or characters where they lie in the file; decoded only if they are needed."""

    raw: memoryview
    form: str

    def content(self) -> bytes | memoryview:
        """The bytes meant: characters stand for one byte each, as in Latin-1."""
        if self.form == "bytes":
            return self.raw
        if self.form == "quoted":
            return codecs.escape_decode(self.raw[1:-1])[0]
        return str(self.raw, self.form).encode("latin-1")

    def word(self) -> str:
        """A short text, such as a key or the name of a type."""
        if len(self.raw) > _LONGEST_WORD:
            raise Refused(f"a name of {len(self.raw)} bytes")
        return bytes(self.content()).decode("latin-1")


@dataclass
class Type:
    """A record of a NumPy type."""

    code: str
    order: str = ""


@dataclass(eq=False)
class Array:
    """A record of a NumPy array: its shape, type, whether its first axis is fastest, content."""

    parts: tuple[object, ...] = ()
