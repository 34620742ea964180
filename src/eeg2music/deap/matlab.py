"""Numeric arrays in MATLAB's level-5 files (``save`` with ``-v6`` or ``-v7``).

Layout: 128 bytes about the file, then one element a variable, as it is or compressed by
zlib. An element is a tag (its type, its length in bytes) and content; a variable's content
is again elements: class, dimensions, name, values. SciPy's reader believes the lengths that
a file declares, so two megabytes can take two gigabytes of memory; here values are read only
if they fill the variable's dimensions exactly.
"""

import mmap
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from eeg2music.errors import DataError

_PREAMBLE, _TAG = 128, 8
_HDF5 = b"\x89HDF\r\n\x1a\n"
_HDF5_AT = (0, 512)
_ORDERS = {b"IM": "<", b"MI": ">"}
_LEVEL_5 = 0x0100
_NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8"}
_NUMBERS |= {13: "u8"}
"""Element types of values. MATLAB stores whole numbers in the smallest that holds them."""
_TEXT, _SIZES, _FLAGS, _MATRIX, _COMPRESSED = 1, 5, 6, 14, 15
_NUMERIC_CLASSES = range(6, 16)
_COMPLEX = 0x0800
_HEAD = 512
"""Bytes that surely hold all of a variable but its values."""
_MOST_DIMENSIONS, _MOST_VARIABLES = 8, 100


class _Damaged(ValueError):
    """A file that contradicts itself."""


class _Unsuitable(ValueError):
    """A whole file of something else."""


@dataclass(frozen=True)
class _Variable:
    """A variable's declaration; its values lie at ``begin`` of its element's content."""

    name: str
    shape: tuple[int, ...]
    numeric: bool
    begin: int
    stored: np.dtype | None
    length: int


def read_arrays(path: Path, names: Sequence[str], most_bytes: int) -> dict[str, np.ndarray]:
    """Read numeric arrays from a MATLAB file, and nothing else of it.

    Parameters
    ----------
    names
        Variables to read; others are passed over.
    most_bytes
        Larger variables are refused, unread.

    Returns
    -------
    dict of str to ndarray
        Copies, in the machine's byte order, their last axis fastest.

    Raises
    ------
    DataError
        If there is no such file, if it is no MATLAB file of level 5, if it is damaged, or
        if a name is not a real numeric array of at most ``most_bytes``.
    """
    what = f"a MATLAB file of level 5 (-v6 or -v7) with numeric arrays {' and '.join(names)}"
    try:
        return _arrays(path, names, most_bytes)
    except OSError as error:
        found, cure = str(error.strerror), "Put the file as DEAP distributes it in this place."
    except _Unsuitable as error:
        found, cure = str(error), "Use the file as DEAP distributes it, or save it with -v7."
    except (_Damaged, struct.error, zlib.error) as error:
        found, cure = f"a damaged file ({error})", "Copy or download the file again."
    raise DataError(path, expected=what, found=found, cure=cure)


def _arrays(path: Path, names: Sequence[str], most_bytes: int) -> dict[str, np.ndarray]:
    with path.open("rb") as stream:
        if not path.stat().st_size:
            raise _Damaged("it is empty")
        mapped = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    order = _byte_order(mapped)
    found = {}
    for kind, content in _elements(mapped, order):
        variable = _declared(_start(kind, content, order), order)
        if variable.name in names:
            _check(variable, most_bytes)
            found[variable.name] = _values(variable, kind, content)
    missing = [name for name in names if name not in found]
    if missing:
        raise _Unsuitable(f"no variable {' and no '.join(missing)}")
    return found


def _byte_order(mapped: memoryview) -> str:
    if any(mapped[at : at + len(_HDF5)] == _HDF5 for at in _HDF5_AT):
        raise _Unsuitable("a file of version 7.3, which is HDF5")
    order = _ORDERS.get(bytes(mapped[126:_PREAMBLE]))
    if order is None or struct.unpack(f"{order}H", mapped[124:126])[0] != _LEVEL_5:
        raise _Unsuitable(f"another format, beginning with {bytes(mapped[:8])!r}")
    return order


def _elements(mapped: memoryview, order: str) -> Iterator[tuple[int, memoryview]]:
    """Types and contents of the file's variables."""
    at = _PREAMBLE
    for _ in range(_MOST_VARIABLES):
        if at == len(mapped):
            return
        kind, length = struct.unpack(f"{order}II", mapped[at : at + _TAG])
        at += _TAG + length
        if at > len(mapped):
            raise _Damaged(f"it ends within a variable of {length} bytes")
        yield kind, mapped[at - length : at]
    raise _Unsuitable(f"more than {_MOST_VARIABLES} variables")


def _start(kind: int, content: memoryview, order: str) -> bytes:
    """The first bytes of a variable's content, without its tag."""
    if kind == _MATRIX:
        return bytes(content[:_HEAD])
    if kind != _COMPRESSED:
        raise _Damaged(f"an element of type {kind} where a variable should be")
    start = zlib.decompressobj().decompress(content, _TAG + _HEAD)
    inner, _ = struct.unpack(f"{order}II", start[:_TAG])
    if inner != _MATRIX:
        raise _Damaged(f"a compressed element of type {inner} where a variable should be")
    return start[_TAG:]


def _declared(start: bytes, order: str) -> _Variable:
    """Read what comes before a variable's values."""
    flags, at = _part(start, 0, _FLAGS, order)
    (bits,) = struct.unpack(f"{order}I", flags[:4])
    sizes, at = _part(start, at, _SIZES, order)
    if len(sizes) % 4 or len(sizes) > 4 * _MOST_DIMENSIONS:
        raise _Damaged("dimensions that cannot be")
    shape = struct.unpack(f"{order}{len(sizes) // 4}i", sizes)
    name, at = _part(start, at, _TEXT, order)
    numeric = (bits & 0xFF) in _NUMERIC_CLASSES and not bits & _COMPLEX
    if not numeric:
        return _Variable(name.decode("latin-1"), shape, False, 0, None, 0)
    kind, length, begin = _tag(start, at, order)
    stored = np.dtype(order + _NUMBERS[kind]) if kind in _NUMBERS else None
    return _Variable(name.decode("latin-1"), shape, True, begin, stored, length)


def _part(start: bytes, at: int, wanted: int, order: str) -> tuple[bytes, int]:
    """Content of the element at a place, and the place of the next one."""
    kind, length, begin = _tag(start, at, order)
    if kind != wanted or begin + length > len(start):
        raise _Damaged(f"an element of type {kind} and {length} bytes within a variable")
    end = begin + length
    return start[begin:end], end + -end % _TAG


def _tag(start: bytes, at: int, order: str) -> tuple[int, int, int]:
    """Type and length of an element, and where its content begins."""
    (first,) = struct.unpack(f"{order}I", start[at : at + 4])
    if first >> 16:  # at most four bytes of content, within the tag
        return first & 0xFFFF, min(first >> 16, 4), at + 4
    (length,) = struct.unpack(f"{order}I", start[at + 4 : at + _TAG])
    return first, length, at + _TAG


def _check(variable: _Variable, most_bytes: int) -> None:
    """Check that a variable is numeric, not too large, and that its values fill it."""
    shape = " x ".join(map(str, variable.shape))
    if not variable.numeric:
        raise _Unsuitable(f"a variable {variable.name} that is no real numeric array")
    if variable.stored is None or min(variable.shape, default=0) < 1:
        raise _Damaged(f"impossible values of {variable.name}, {shape}")
    if 8 * prod(variable.shape) > most_bytes:
        raise _Unsuitable(f"{shape} values of {variable.name}")
    if prod(variable.shape) * variable.stored.itemsize != variable.length:
        raise _Damaged(f"{variable.length} bytes for {shape} values of {variable.name}")


def _values(variable: _Variable, kind: int, content: memoryview) -> np.ndarray:
    """Values of a variable, the first axis of which is fastest in the file."""
    assert variable.stored is not None
    begin, end = variable.begin, variable.begin + variable.length
    if kind == _COMPRESSED:
        content = _decompressed(content, _TAG + end + _TAG)[_TAG:]
    if len(content) < end:
        raise _Damaged(f"it ends within the values of {variable.name}")
    values = np.frombuffer(content[begin:end], variable.stored)
    stored = variable.stored.newbyteorder("=")
    return np.array(values.reshape(variable.shape, order="F"), stored, order="C")


def _decompressed(content: memoryview, most: int) -> memoryview:
    """Decompress all of an element, and check its checksum."""
    inflater = zlib.decompressobj()
    whole = inflater.decompress(content, most)
    if not inflater.eof:
        raise _Damaged("a compressed variable that does not end where it should")
    return memoryview(whole)
