"""Pickles that are hostile, damaged or no plain arrays: each is refused, and nothing runs."""

import gzip
import os
import pickle

import numpy as np
import pytest

from eeg2music.deap.preprocessed import read_preprocessed
from tests.hostile.preprocessed import (
    AGAIN,
    NEVER,
    held,
    refuse,
)
from tests.refusals import refusal

PICKLE = {"expected": "plain numeric arrays data and labels"}


class Reduced:
    """An object that a pickle makes by a call."""

    def __init__(self, *reduced):
        self.reduced = reduced

    def __reduce__(self):
        return self.reduced


def shell():
    return Reduced(os.system, ("touch run",))


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
