"""Preprocessed files that are hostile, damaged or not DEAP's: each is refused, and nothing runs."""

import gzip
import io
import os
import pickle
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from scipy.io import savemat
from scipy.sparse import eye_array

from eeg2music.deap.preprocessed import SETTINGS, open_preprocessed, read_preprocessed
from eeg2music.deap.ratings import read_ratings
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import Grid
from tests.deap.preprocessed_files import RATED, noise, write, write_ratings
from tests.refusals import refusal

GRID = Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5)
MOST_MEMORY = 2_000_000
"""Bytes that refusing a small file may take."""
PICKLE = {"expected": "plain numeric arrays data and labels"}
MATLAB = {"expected": "a MATLAB file of level 5"}
NEVER = "never unpickle this one, it may run code"
AGAIN = "Copy or download the file again."
IN_PLACE = "Put the file as DEAP distributes it"
AS_DISTRIBUTED = "Use the file as DEAP distributes it"


@pytest.fixture(scope="module")
def data():
    return noise()


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """Folder of nothing but the offending file, in which anything that runs would leave a trace."""
    (tmp_path / "raw").mkdir()
    monkeypatch.chdir(tmp_path / "raw")
    return tmp_path / "raw"


def refuse(path, content, **told):
    """Refuse a file's content, in little memory, leaving nothing beside it."""
    path.write_bytes(content)
    tracemalloc.start()
    try:
        refusal(lambda: read_preprocessed(path), file=path, **told)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == content


# Pickles that run something


class Reduced:
    """An object that a pickle makes by a call."""

    def __init__(self, *reduced):
        self.reduced = reduced

    def __reduce__(self):
        return self.reduced


def shell():
    return Reduced(os.system, ("touch run",))


def held(value, protocol=2):
    return pickle.dumps({"data": value, "labels": np.ones((1, 4))}, protocol)


@pytest.mark.parametrize("protocol", range(6))
def test_a_shell_command(raw, protocol):
    told = {"found": f"a call for {os.name}.system", "cure": NEVER}
    refuse(raw / "s01.dat", held(shell(), protocol), **PICKLE, **told)
    assert pickle.loads(held(shell(), protocol))["data"] == 0  # it would have run
    assert (raw / "run").exists()


CALLS = {
    "eval": held(Reduced(eval, ("open('run', 'w')",))),
    "exec": held(Reduced(exec, ("open('run', 'w')",))),
    "getattr": b"\x80\x02cbuiltins\ngetattr\ncnumpy\nndarray\nU\x04dump\x86R.",
    "a function of NumPy": b"\x80\x02cnumpy\nload\nX\x03\x00\x00\x00run\x85R.",
    "a method by its dotted name": b"\x80\x04\x8c\x05numpy\x8c\x0endarray.tofile\x93.",
    "a module by its dotted name": b"\x80\x04\x8c\x05numpy\x8c\x0ff2py.os.system_\x93.",
    "a name of a megabyte": b"cnumpy\n" + b"n" * 1_000_000 + b"\n.",
    "a private function of NumPy's": b"cnumpy.core.multiarray\nfrombuffer\n.",
    "NumPy's scalar": held(np.float64(1)),
    "in a tuple within an array's place": held((np.ones(2), (shell(),))),
    "as a key": pickle.dumps({shell(): 1}, 2),
    "a subclass of arrays": held(np.ma.masked_array([1.0], [True])),
}


@pytest.mark.parametrize("content", [pytest.param(held, id=name) for name, held in CALLS.items()])
def test_a_call_of_anything_else(raw, content):
    refuse(raw / "s01.dat", content, **PICKLE, found="a call for", cure=NEVER)


NDARRAY = b"cnumpy\nndarray\n"
RECONSTRUCT = b"cnumpy.core.multiarray\n_reconstruct\n"
EMPTY = RECONSTRUCT + NDARRAY + b"K\x00\x85U\x01b\x87R"
TYPE = b"cnumpy\ndtype\nU\x02f8K\x00K\x01\x87R"
FLOAT = TYPE + b"(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
ENCODE = b"c_codecs\nencode\n"


def state(shape, kind=FLOAT, content=b"U\x08" + bytes(8)):
    return EMPTY + b"(K\x01" + shape + kind + b"\x89" + content + b"tb"


def dictionary(value):
    """A dictionary of two arrays, one of them built by the operations given."""
    labels = state(b"K\x01\x85")
    return b"\x80\x02}(U\x06labels" + labels + b"U\x04data" + value + b"u."


def test_the_pickle_that_the_next_are_made_of_holds_arrays(raw):
    content = dictionary(state(b"K\x01\x85"))
    assert pickle.loads(content, encoding="latin1")["data"].tolist() == [0]
    refuse(raw / "s01.dat", content, expected="40 channels", found="data of 1,", cure="Use")


OPERATIONS = {
    "a persistent id as text": (b"Prun\n", "PERSID"),
    "a persistent id": (b"U\x03runQ", "BINPERSID"),
    "an extension": (b"\x82\x01", "EXT1"),
    "an extension of two bytes": (b"\x83\x01\x01", "EXT2"),
    "an extension of four bytes": (b"\x84\x01\x01\x01\x01", "EXT4"),
    "an instance": (b"(U\x09touch runios\nsystem\n", "INST"),
    "an object": (b"(" + NDARRAY + b"K\x01o", "OBJ"),
    "a new object": (NDARRAY + b"K\x01\x85\x81", "NEWOBJ"),
    "a new object with names": (NDARRAY + b"K\x01\x85}\x92", "NEWOBJ_EX"),
    "a list": (b"](K\x01K\x02e", "EMPTY_LIST"),
    "a set": (b"\x8f", "EMPTY_SET"),
    "a floating-point number": (b"G" + bytes(8), "BINFLOAT"),
    "a buffer from elsewhere": (b"\x97", "NEXT_BUFFER"),
    "a long number of two gigabytes": (b"\x8b\xff\xff\xff\x7f", "LONG4"),
    "copies without end": (b"2" * 100_000, "DUP"),
    "no operation": (b"\xff", "where an operation should be"),
}


@pytest.mark.parametrize(
    ("value", "found"), [pytest.param(*case, id=name) for name, case in OPERATIONS.items()]
)
def test_an_operation_that_arrays_do_not_need(raw, value, found):
    refuse(raw / "s01.dat", dictionary(value), **PICKLE, found=found, cure=NEVER)


HUGE = b"\x8a\x06" + (10**12).to_bytes(6, "little")
MADE = {
    "an array of 10^12 values": (state(HUGE + b"\x85"), "1 values for a shape of 1000000000000"),
    "an empty array of 10^12 values": (
        RECONSTRUCT + NDARRAY + HUGE + b"\x85U\x01b\x87R",
        "no complete array as data",
    ),
    "sides whose product overflows": (
        state((b"\x8a\x08" + b"\0" * 7 + b"\x40") * 2 + b"\x86"),
        "1 values",
    ),
    "a negative side": (state(b"J\xff\xff\xff\xffJ\xff\xff\xff\xff\x86"), "an impossible shape"),
    "an empty side": (state(b"K\x00" + HUGE + b"\x86"), "an impossible shape"),
    "a side that is true": (state(b"\x88\x85"), "an impossible shape"),
    "a side that is text": (state(b"U\x011\x85"), "an impossible shape"),
    "a hundred sides": (state(b"(" + b"K\x01" * 100 + b"t"), "an impossible shape"),
    "a side without end": (b"I" + b"9" * 500_000 + b"\n", "a number of 500000 digits"),
    "a name as a type": (state(b"K\x01\x85", NDARRAY), "no complete array"),
    "a type without byte order": (state(b"K\x01\x85", TYPE), "type 'f8'"),
    "objects": (state(b"K\x01\x85", FLOAT.replace(b"f8", b"O8")), "type '<O8'"),
    "a field of a record": (state(b"K\x01\x85", FLOAT.replace(b"f8", b"V8")), "type '<V8'"),
    "pointers": (state(b"K\x01\x85", FLOAT.replace(b"f8", b"p8")), "type '<p8'"),
    "a type with metadata": (
        state(b"K\x01\x85", TYPE + b"(K\x04U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00}tb"),
        "a state of something else",
    ),
    "a type of parts": (
        state(b"K\x01\x85", FLOAT.replace(b"NNN", TYPE + b"K\x02\x86NN")),
        "a state of something else",
    ),
    "a dictionary as an array's state": (EMPTY + b"}b", "a state of"),
    "a state for a function": (RECONSTRUCT + b"}b", "a state of something else"),
    "a state for a dictionary": (b"}}b", "a state of something else"),
    "an array that is never filled": (EMPTY, "no complete array as data"),
    "an array of another class": (
        RECONSTRUCT + b"cnumpy\ndtype\nK\x00\x85U\x01b\x87R",
        "takes no such values",
    ),
    "a chain of calls": (EMPTY + b"K\x01\x85R", "takes no such values"),
    "text by another encoding": (ENCODE + b"U\x02abU\x03zip\x86R", "takes no such values"),
    "an encoding by default": (ENCODE + b"U\x02ab\x85R", "takes no such values"),
    "characters beyond bytes": (
        state(b"K\x01\x85", content=b"X\x03\0\0\0\xe2\x82\xac"),
        "text that cannot be read",
    ),
    "characters that are none": (state(b"K\x01\x85", content=b"X\x01\0\0\0\xff"), "cannot be read"),
    "a broken escape": (state(b"K\x01\x85", content=b"S'\\x0'\n"), "cannot be read"),
    "a number that is none": (b"Iwhat\n", "text that cannot be read"),
    "something unnoted": (b"h\x07", "a reference to nothing"),
    "a call of nothing": (b"(R", "an operation on nothing"),
    "an end without beginning": (b"tttt", "an operation without its mark"),
    "a dictionary in itself": (b"}q\x00U\x01ah\x00s", "no complete array as data"),
    "a key without its value": (b"(U\x01ad", "something else than a dictionary"),
    "a number as a key": (b"(K\x01K\x01d", "a name that is no text"),
    "tuples within tuples": (b")" + b"\x85" * 100_000, "more than 1000 operations"),
    "marks without end": (b"(" * 1_000_000, "more than 1000 operations"),
    "notes without end": (b"r\xff\xff\xff\xff" * 2000, "more than 1000 operations"),
    "twice as much each time": (b")" + b"q\x00h\x00\x86" * 900, "more than 1000 operations"),
    "doubled forty times": (b")" + b"q\x00h\x00\x86" * 40, "no complete array as data"),
    "a note at the last place": (b"Nr\xff\xff\xff\xff", "no complete array as data"),
}


@pytest.mark.parametrize(
    ("value", "found"), [pytest.param(*case, id=name) for name, case in MADE.items()]
)
def test_what_is_no_plain_array(raw, value, found):
    refuse(raw / "s01.dat", dictionary(value), **PICKLE, found=found, cure=NEVER)


DECLARED = {
    "bytes": b"T\xff\xff\xff\xff",
    "bytes of Python 3": b"B\xff\xff\xff\xff",
    "very many bytes": b"\x8e" + b"\xff" * 8,
    "changeable bytes": b"\x96" + b"\xff" * 7 + b"\x7f",
    "characters": b"X\xff\xff\xff\x7f",
    "very many characters": b"\x8d" + b"\0" * 6 + b"\0\x10",
    "a frame": b"\x95" + b"\xff" * 7 + b"\x7f",
    "a line": b"V" + b"a" * 1000,
}


@pytest.mark.parametrize("value", [pytest.param(case, id=name) for name, case in DECLARED.items()])
def test_more_declared_than_there_is(raw, value):
    content = b"\x80\x02}(U\x06labels" + state(b"K\x01\x85") + b"U\x04data" + value
    refuse(raw / "s01.dat", content, **PICKLE, found="ends within the pickle", cure=AGAIN)


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickle_cut_short_anywhere(raw, protocol):
    good = held(np.arange(2.0), protocol)
    for kept in range(1, len(good)):
        (raw / "s01.dat").write_bytes(good[:kept])
        told = {"found": "ends within the pickle", "cure": AGAIN}
        refusal(lambda: read_preprocessed(raw / "s01.dat"), file=raw / "s01.dat", **PICKLE, **told)


@pytest.mark.parametrize(
    ("content", "found", "cure"),
    [
        pytest.param(b"", "an empty file", AGAIN, id="nothing"),
        pytest.param(held(np.ones(1)) + b"\n", "1 bytes after", NEVER, id="more after its end"),
        pytest.param(pickle.dumps((1, 2), 2), "than a dictionary", NEVER, id="a tuple"),
        pytest.param(pickle.dumps({"data": None}), "no labels", NEVER, id="no labels"),
        pytest.param(pickle.dumps({}), "no data and no labels", NEVER, id="nothing in it"),
        pytest.param(held(None), "no complete array as data", NEVER, id="None"),
        pytest.param(held(np.ones(3, complex)), "type '<c16'", NEVER, id="complex numbers"),
        pytest.param(held(np.ones(3, bool)), "type '|b1'", NEVER, id="truth values"),
        pytest.param(held(np.array(["run"])), "type '<U3'", NEVER, id="words"),
        pytest.param(held(np.array([None])), "EMPTY_LIST", NEVER, id="objects"),
        pytest.param(held(np.zeros(2, "f8,i4")), "else than a plain", NEVER, id="records"),
        pytest.param(held(np.zeros(2, "M8[s]")), "else than a plain", NEVER, id="dates"),
        pytest.param(b"\x80\x09}.", "a pickle of protocol 9", NEVER, id="a later protocol"),
        pytest.param(gzip.compress(held(1)), "where an operation should", NEVER, id="compressed"),
        pytest.param(b"<!DOCTYPE html>" + b" " * 600, "where an operation", NEVER, id="login page"),
        pytest.param(bytes(100_000), "where an operation should be", NEVER, id="zeros"),
    ],
)
def test_a_file_of_something_else(raw, content, found, cure):
    refuse(raw / "s01.dat", content, **PICKLE, found=found, cure=cure)


def test_a_name_that_would_write_over_the_terminal(raw):
    content = b"\x80\x02cos\n\x1b[2Jall is well\n."
    told = {"found": r"a call for os.\x1b[2Jall is well", "cure": NEVER}
    refuse(raw / "s01.dat", content, **PICKLE, **told)


@pytest.mark.parametrize("suffix", ["dat", "mat"])
def test_a_missing_file_and_a_folder_in_its_place(raw, suffix):
    path = raw / f"s01.{suffix}"
    told = {"file": path, "expected": "data and labels", "cure": IN_PLACE}
    refusal(lambda: read_preprocessed(path), **told, found="No such file", out=raw)
    path.mkdir()
    refusal(lambda: read_preprocessed(path), **told, found="Is a directory", out=path)


def test_a_file_of_another_name(raw):
    told = {"expected": ".dat or .mat", "found": "a file .npy", "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(raw / "s01.npy"), file="s01.npy", **told, out=raw)


# MATLAB files

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


# Arrays that are not DEAP's


def changed(data, at, value):
    copy = data.copy()
    copy[at] = value
    return copy


SHAPES = {
    "electrodes only": ((3, 32, 8064), (3, 4)),
    "without a baseline": ((3, 40, 7680), (3, 4)),
    "channels first": ((40, 3, 8064), (3, 4)),
    "a single trial without its axis": ((40, 8064), (1, 4)),
    "41 trials": ((41, 40, 8064), (41, 4)),
    "fewer labels than trials": ((3, 40, 8064), (2, 4)),
    "two scales": ((3, 40, 8064), (3, 2)),
    "labels in a row": ((3, 40, 8064), (12,)),
    "a single number": ((), ()),
}


@pytest.mark.parametrize("shapes", [pytest.param(case, id=name) for name, case in SHAPES.items()])
def test_arrays_of_another_shape(raw, shapes):
    path = write(raw / "s01.dat", *(np.ones(shape, "i1") for shape in shapes))
    sides = " x ".join(map(str, shapes[0])) or "a single number"
    told = {"expected": "40 channels x 8064", "found": f"data of {sides}, ", "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(path), file=path, **told)


@pytest.mark.parametrize("suffix", ["dat", "mat"])
def test_very_many_labels_take_no_more_memory_than_their_file(raw, data, suffix):
    labels = np.ones((3_000_000, 4), "i1")
    path = write(raw / f"s01.{suffix}", data[:1].astype("i1"), labels)
    told = {"expected": "x 4 ratings", "found": "labels of 3000000 x 4", "cure": AS_DISTRIBUTED}
    tracemalloc.start()
    try:
        refusal(lambda: read_preprocessed(path), file=path, **told)
        assert tracemalloc.get_traced_memory()[1] < 1.5 * path.stat().st_size
    finally:
        tracemalloc.stop()


VALUES = {
    "not a number": (lambda good: changed(good, (1, 2, 3), np.nan), "finite", "nan at data[1, 2,"),
    "an infinite sensor": (lambda good: changed(good, (0, 39, 8063), -np.inf), "finite", "-inf at"),
    "volts": (lambda good: 1e-6 * good, "µV", "e-06, as of volts"),
    "an amplifier's steps": (lambda good: 1e6 * good, "µV", "deviation of 9.99e+06"),
    "numbers at the limit": (lambda good: 1e300 * good, "µV", "a standard deviation of"),
    "silence": (lambda good: 0 * good, "µV", "a standard deviation of 0"),
    "an offset alone": (lambda good: 0 * good + 5, "µV", "a standard deviation of 0"),
}


@pytest.mark.parametrize("suffix", ["dat", "mat"])
@pytest.mark.parametrize(
    ("change", "expected", "found"), [pytest.param(*case, id=name) for name, case in VALUES.items()]
)
def test_values_that_are_no_eeg(raw, data, suffix, change, expected, found):
    path = write(raw / f"s01.{suffix}", change(data))
    told = {"expected": expected, "found": found, "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(path), file=path, **told)
    assert list(raw.iterdir()) == [path]


@pytest.mark.parametrize(
    ("value", "expected", "found"),
    [
        (0.99, "between 1 and 9", "0.99 as Arousal of trial 3"),
        (9.01, "between 1 and 9", "9.01 as Arousal of trial 3"),
        (np.nan, "finite numbers", "nan at labels[2, 1]"),
    ],
)
def test_labels_that_are_no_ratings(raw, data, value, expected, found):
    path = write(raw / "s01.dat", data, changed(RATED, (2, 1), value))
    told = {"expected": expected, "found": found, "cure": "as DEAP distributes"}
    refusal(lambda: read_preprocessed(path), file=path, **told)


# Files that do not go with the ratings, or with what is asked of them


def joined(raw, data, labels=RATED, **ratings):
    file = write_ratings(raw / "participant_ratings.csv", **ratings)
    path = write(raw / "s01.dat", data, labels)
    return open_preprocessed(path, "s01", read_ratings(file), file)


def mirrored(at):
    """Ratings as the known re-upload has them."""
    return changed(RATED, at, 9 - RATED[at])


LABELS_OF_OTHERS = {
    "the known corruption": (
        mirrored((1, slice(0, 2))),
        "2 of 12 that differ, all of them 9 minus",
    ),
    "the known corruption, out of range": (mirrored((0, 2)), "as in a known corrupted copy"),
    "the known corruption and another change": (
        changed(mirrored((1, slice(0, 2))), (2, 3), 1.5),
        "3 of 12 that differ, first Valence of video 9: 1.75 instead of 7.25",
    ),
    "one other rating": (
        changed(RATED, (2, 1), 6.0),
        "1 of 12 that differ, first Arousal of video 17: 6 instead of 7",
    ),
    "in the order of presentation": (RATED[[1, 2, 0]], "first Valence of video 4: 7.25 instead"),
    "scales in another order": (RATED[:, [1, 0, 2, 3]], "first Valence of video 4: 1 instead"),
}


@pytest.mark.parametrize(
    ("labels", "found"), [pytest.param(*case, id=name) for name, case in LABELS_OF_OTHERS.items()]
)
def test_labels_that_are_not_the_subject_s_ratings(raw, data, labels, found):
    told = {"expected": "participant_ratings.csv as labels", "found": found, "cure": "as DEAP"}
    refusal(lambda: joined(raw, data, labels), file=raw / "s01.dat", **told)


def test_fewer_trials_than_ratings(raw, data):
    told = {"expected": "subject's 3 rows", "found": "2 trials", "cure": "as DEAP distributes"}
    refusal(lambda: joined(raw, data[:2], RATED[:2]), file=raw / "s01.dat", **told)


def test_ratings_of_another_subject_only(raw, data):
    told = {"expected": "subject's 0 rows", "found": "3 trials", "cure": "as DEAP distributes"}
    refusal(lambda: joined(raw, data, subject=2), file=raw / "s01.dat", **told)


@pytest.mark.parametrize(
    ("name", "value"),
    [("sampling_rate_hz", 256), ("low_hz", 1.0), ("high_hz", 30.0), ("regress_eog", False)],
)
def test_settings_that_the_file_was_not_made_with(raw, data, name, value):
    session = joined(raw, data)
    asked = Slices(**{**SETTINGS.model_dump(), name: value})
    told = {"expected": f"{name} {getattr(SETTINGS, name)}", "found": f"{name} {value}"}
    cure = "`eeg_source: bdf`"
    refusal(lambda: session.cleaned(GRID, asked), file=raw / "s01.dat", **told, cure=cure)


def test_longer_trials_than_the_file_holds(raw, data):
    session, grid = joined(raw, data), Grid(trial_s=64.0, slice_s=4.0, frame_s=0.5)
    told = {"expected": "at most 60 s", "found": "64 s", "cure": "Set grid.trial_s to 60."}
    refusal(lambda: session.cleaned(grid, SETTINGS), file=raw / "s01.dat", **told)


def test_a_constant_channel(raw, data):
    session = joined(raw, changed(data, (1, 31), 3.0))
    told = {"expected": "varies in every channel", "found": "a constant O2 in video 9"}
    cure = "leave this subject out under `exclude`"  # leaving out the video would not help
    refusal(lambda: session.cleaned(GRID, SETTINGS), file=raw / "s01.dat", **told, cure=cure)
