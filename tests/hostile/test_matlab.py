"""MATLAB files that are hostile, damaged or no plain arrays: each is refused."""

import io
import struct
import zlib

import numpy as np
import pytest
from scipy.io import savemat
from scipy.sparse import eye_array

from eeg2music.deap.preprocessed import read_preprocessed
from tests.deap.preprocessed_files import RATED
from tests.hostile.preprocessed import (
    AGAIN,
    AS_DISTRIBUTED,
    held,
    refuse,
)
from tests.refusals import refusal

MATLAB = {"expected": "a MATLAB file of level 5"}

PREAMBLE = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"


def element(kind, content, length=None):
    length = len(content) if length is None else length
    return struct.pack("<II", kind, length) + content + bytes(-len(content) % 8)


def declaration(name, shape, bits=6, sizes=None):
    """What comes before a variable's values; bits tell its class."""
    sizes = struct.pack(f"<{len(shape)}i", *shape) if sizes is None else sizes
    flags = element(6, struct.pack("<II", bits, 0))
    return flags + element(5, sizes) + element(1, name)


def variable(name, shape, values, kind=9, bits=6, length=None):
    return element(14, declaration(name, shape, bits) + element(kind, values, length))


def packed(content):
    compressed = zlib.compress(content)
    return struct.pack("<II", 15, len(compressed)) + compressed


ONE = variable(b"data", (1, 1), bytes(8))
LABELS = variable(b"labels", (1, 1), bytes(8))


def saved(**held):
    stream = io.BytesIO()
    savemat(stream, held, do_compression=True)
    return stream.getvalue()


def bomb(megabytes):
    """A variable of a right shape whose values, all zero, do not end with it."""
    values = megabytes << 20
    start = declaration(b"data", (40, 40, 8064)) + struct.pack("<II", 9, values)
    packing = zlib.compressobj(9)
    parts = [packing.compress(struct.pack("<II", 14, len(start) + values) + start)]
    parts += [packing.compress(bytes(1 << 20)) for _ in range(megabytes)]
    content = b"".join([*parts, packing.flush()])
    return PREAMBLE + struct.pack("<II", 15, len(content)) + content


def test_the_variables_that_the_next_are_made_of_are_arrays(raw):
    told = {"expected": "40 channels", "found": "data of 1 x 1, labels of 1 x 1", "cure": "Use"}
    refuse(raw / "s01.mat", PREAMBLE + ONE + packed(LABELS), **told)


NOT_LEVEL_5 = {
    "HDF5": (b"\x89HDF\r\n\x1a\n" + bytes(2000), "version 7.3, which is HDF5"),
    "HDF5 after MATLAB's text": (
        b"MATLAB 7.3".ljust(124) + b"\0\x02IM" + bytes(384) + b"\x89HDF\r\n\x1a\n" + bytes(99),
        "version 7.3, which is HDF5",
    ),
    "a later level": (PREAMBLE.replace(b"\x00\x01IM", b"\x00\x03IM") + ONE, "another format"),
    "level 4": (struct.pack("<5i", 0, 1, 1, 0, 5) + b"data\0" + bytes(200), "another format"),
    "a pickle": (held(np.ones(50)), "another format"),
    "a login page": (b"<!DOCTYPE html>" + b" " * 600, "another format, beginning with b'<!DOC"),
    "a text that ends within the preamble": (PREAMBLE[:50], "another format"),
    "no variable": (PREAMBLE, "no variable data and no labels"),
    "one variable": (PREAMBLE + ONE, "no variable labels"),
    "no end of variables": (PREAMBLE + ONE * 101, "more than 100 variables"),
    "a structure": (saved(data={"a": 1}, labels=RATED), "data that is no real numeric array"),
    "cells": (saved(data=RATED, labels=["a", {}]), "labels that is no real numeric array"),
    "text": (saved(data="run", labels=RATED), "data that is no real numeric array"),
    "a sparse matrix": (saved(data=eye_array(9), labels=RATED), "data that is no real numeric"),
    "complex numbers": (saved(data=1j * RATED, labels=RATED), "data that is no real numeric"),
    "a function": (PREAMBLE + variable(b"data", (1, 1), b"", bits=16), "data that is no real"),
    "an object": (PREAMBLE + variable(b"data", (1, 1), b"", bits=3), "data that is no real"),
    "10^18 values": (
        PREAMBLE + variable(b"data", (10**9, 10**9), bytes(8)),
        "1000000000 x 1000000000 values of data",
    ),
}


@pytest.mark.parametrize(
    ("content", "found"), [pytest.param(*case, id=name) for name, case in NOT_LEVEL_5.items()]
)
def test_what_is_no_matlab_file_of_arrays(raw, content, found):
    refuse(raw / "s01.mat", content, **MATLAB, found=found, cure=AS_DISTRIBUTED)


DAMAGED = {
    "nothing": (b"", "it is empty"),
    "a bomb": (bomb(1024), f"{1 << 30} bytes for 40 x 40 x 8064 values"),
    "values of four gigabytes": (
        PREAMBLE + packed(variable(b"data", (1, 1), bytes(8), length=2**32 - 8)),
        "4294967288 bytes for 1 x 1 values",
    ),
    "a variable of four gigabytes": (PREAMBLE + element(14, b"", 2**32 - 1), "ends within a var"),
    "fewer values than declared": (
        PREAMBLE + variable(b"data", (40, 40, 8064), bytes(8)),
        "8 bytes for 40 x 40 x 8064 values",
    ),
    "values beyond the variable": (
        PREAMBLE + element(14, declaration(b"data", (5, 5)) + element(9, b"", 200)),
        "ends within the values of data",
    ),
    "compressed values that end early": (
        PREAMBLE + packed(element(14, declaration(b"data", (5, 5)) + element(9, b"", 200))),
        "ends within the values of data",
    ),
    "compressed values that do not end": (
        PREAMBLE + packed(ONE + bytes(500)),
        "does not end where it should",
    ),
    "a negative side": (PREAMBLE + variable(b"data", (-1, -1), bytes(8)), "impossible values"),
    "an empty side": (PREAMBLE + variable(b"data", (0, 9), b""), "impossible values"),
    "values of no known type": (PREAMBLE + variable(b"data", (1, 1), bytes(8), kind=8), "values"),
    "a hundred sides": (
        PREAMBLE + variable(b"data", (1,) * 100, bytes(8)),
        "dimensions that cannot be",
    ),
    "nine sides": (PREAMBLE + variable(b"data", (1,) * 9, bytes(8)), "dimensions that cannot be"),
    "sides cut in the middle": (
        PREAMBLE + element(14, declaration(b"data", (), sizes=bytes(7))),
        "dimensions that cannot be",
    ),
    "no class": (PREAMBLE + element(14, element(5, bytes(8))), "type 5 and 8 bytes within"),
    "flags of no length": (PREAMBLE + element(14, element(6, b"")), "damaged"),
    "a name without end": (
        PREAMBLE + element(14, declaration(b"n" * 5000, (1, 1))),
        "within a variable",
    ),
    "an element of another type": (PREAMBLE + element(9, bytes(8)), "type 9 where a variable"),
    "another type, compressed": (PREAMBLE + packed(element(9, bytes(8))), "type 9 where a var"),
    "no compression": (PREAMBLE + element(15, b"what is this"), "damaged"),
    "compressed nothing": (PREAMBLE + packed(b""), "damaged"),
    "three bytes more": (PREAMBLE + ONE + LABELS + bytes(3), "damaged"),
}


@pytest.mark.parametrize(
    ("content", "found"), [pytest.param(*case, id=name) for name, case in DAMAGED.items()]
)
def test_a_damaged_matlab_file(raw, content, found):
    refuse(raw / "s01.mat", content, **MATLAB, found=found, cure=AGAIN)


def test_a_matlab_file_cut_short_anywhere(raw):
    good = saved(data=RATED, labels=RATED)
    for kept in range(len(good)):
        (raw / "s01.mat").write_bytes(good[:kept])
        told = {"found": "", "cure": ""}
        refusal(lambda: read_preprocessed(raw / "s01.mat"), file="s01.mat", **MATLAB, **told)
