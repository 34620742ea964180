"""The arrays in a pickle, read without unpickling.

`pickle_operations` follows the file's operations by moving inert records about. When they have
ended, arrays are made of bytes that are in the file, if they have a numeric type and fill
their shape exactly: no NumPy constructor sees a value that was not checked.
"""

import mmap
from collections.abc import Sequence
from math import prod
from pathlib import Path

import numpy as np

from eeg2music.deap.pickle_operations import run
from eeg2music.deap.pickle_records import Array, Ended, Refused, Text, Type
from eeg2music.errors import DataError

_TYPES = {"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"}
_ORDERS = ("<", ">", "|")
_MOST_DIMENSIONS = 32


def read_arrays(path: Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Read numeric arrays from a pickled dictionary, running nothing of it.

    Parameters
    ----------
    names
        Keys of the arrays; others are passed over.

    Returns
    -------
    dict of str to ndarray
        Copies, of the file's types in the machine's byte order.

    Raises
    ------
    DataError
        If there is no such file, if it ends too early, or if it is anything but a pickled
        dictionary in which every name is a plain numeric array.
    """
    what = f"a pickled dictionary of plain numeric arrays {' and '.join(names)}"
    try:
        return _arrays(path, names)
    except OSError as error:
        found, cure = str(error.strerror), "Put the file as DEAP distributes it in this place."
    except Ended as error:
        found, cure = str(error), "Copy or download the file again."
    except ValueError as error:
        found = str(error) if isinstance(error, Refused) else f"text that cannot be read ({error})"
        cure = "Use the file as DEAP distributes it; never unpickle this one, it may run code."
    raise DataError(path, expected=what, found=found, cure=cure)


def _arrays(path: Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    with path.open("rb") as stream:
        if not path.stat().st_size:
            raise Ended("an empty file")
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    held = run(mapped)
    missing = [name for name in names if name not in held]
    if missing:
        raise Refused(f"no {' and no '.join(missing)} among {len(held)} keys")
    return {name: _made(held[name], name) for name in names}


def _numeric(kind: Type, name: str) -> np.dtype:
    if kind.code not in _TYPES or kind.order not in _ORDERS:
        raise Refused(f"an array of type {kind.order + kind.code!r} as {name}")
    return np.dtype(kind.order + kind.code)


def _check_shape(shape: tuple[object, ...], values: float, name: str) -> None:
    sides = [side for side in shape if type(side) is int and side > 0]
    if len(sides) != len(shape) or len(shape) > _MOST_DIMENSIONS:
        raise Refused(f"an impossible shape of {name}")
    if prod(sides) != values:
        wanted = " x ".join(map(str, sides))
        raise Refused(f"{values:g} values for a shape of {wanted[:80]} as {name}")


def _made(array: object, name: str) -> np.ndarray:
    """Make an array of its record, in the machine's byte order and with its last axis fastest."""
    match array:
        case Array((tuple() as shape, Type() as kind, bool() as first_fastest, Text() as text)):
            pass
        case _:
            raise Refused(f"no complete array as {name}")
    stored, content = _numeric(kind, name), text.content()
    _check_shape(shape, len(content) / stored.itemsize, name)
    values = np.frombuffer(content, stored).reshape(shape, order="F" if first_fastest else "C")
    return np.array(values, stored.newbyteorder("="), order="C")
