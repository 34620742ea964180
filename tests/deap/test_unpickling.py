"""Arrays out of pickles: the same as by Python's own unpickler, which is never run on them."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from eeg2music.deap.unpickling import read_arrays
from eeg2music.errors import DataError

VALUES = np.array([[1.5, -2.0]])
PYTHON_2 = (
    b"\x80\x02}q\x01U\x06labelsq\x02cnumpy.core.multiarray\n_reconstruct\nq\x03cnumpy\nndarray\n"
    b"q\x04K\x00\x85U\x01b\x87Rq\x05(K\x01K\x01\x8a\x01\x02\x86cnumpy\ndtype\nq\x06U\x02f8K\x00K"
    b"\x01\x87Rq\x07(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x10"
    + VALUES.tobytes()
    + b"tbs."
)
"""By Python 2.7's cPickle in protocol 2, but for one side of the shape, which is a long."""
PYTHON_2_AS_TEXT = (
    b"(dp1\nS'labels'\np2\ncnumpy.core.multiarray\n_reconstruct\np3\n(cnumpy\nndarray\np4\n(I0\nt"
    b"S'b'\ntRp5\n(I1\n(I1\nL2L\ntcnumpy\ndtype\np6\n(S'f8'\nI0\nI1\ntRp7\n(I3\nS'<'\nNNNI-1\nI-1"
    b"\nI0\ntbI00\nS" + repr(VALUES.tobytes())[1:].encode() + b"\ntbs."
)
"""The same in protocol 0."""
LARGE = """
import resource, sys, time
from pathlib import Path
from eeg2music.deap.unpickling import read_arrays
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.perf_counter()
data = read_arrays(Path(sys.argv[1]), ["data"])["data"]
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
assert data.shape == (40, 40, 8064) and data[-1, -1, -1] == 12902399
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s01.dat"


def read(path, content, names=("data",)):
    path.write_bytes(content)
    return read_arrays(path, names)


@pytest.mark.parametrize("content", [PYTHON_2, PYTHON_2_AS_TEXT], ids=["binary", "text"])
def test_what_python_2_wrote(path, content):
    np.testing.assert_array_equal(read(path, content, ["labels"])["labels"], VALUES)
    held = pickle.loads(content, encoding="latin1")  # the test's own bytes
    np.testing.assert_array_equal(held["labels"], VALUES)


NUMBERS = st.one_of(
    arrays.floating_dtypes(endianness="?", sizes=(32, 64)),
    arrays.integer_dtypes(endianness="?"),
    arrays.unsigned_integer_dtypes(endianness="?"),
)


@given(
    array=arrays.arrays(NUMBERS, arrays.array_shapes(max_dims=4, max_side=5)),
    protocol=st.integers(0, pickle.HIGHEST_PROTOCOL),
    fastest=st.sampled_from("CF"),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_python_3_writes_in_any_protocol(path, array, protocol, fastest):
    stored = np.asarray(array, order=fastest)
    content = pickle.dumps({"labels": np.ones((2, 3)), "data": stored}, protocol)
    found = read(path, content)["data"]
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype.newbyteorder("=")
    assert found.flags["C_CONTIGUOUS"]
    assert found.flags["WRITEABLE"]


def test_other_keys_are_passed_over(path):
    content = pickle.dumps({"data": VALUES, "subject": "s01", "number": 1})
    assert list(read(path, content)) == ["data"]


@given(
    place=st.floats(0, 1, exclude_max=True),
    replaced=st.binary(min_size=1, max_size=6),
    protocol=st.integers(0, pickle.HIGHEST_PROTOCOL),
)
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_changed_file_is_refused_or_still_holds_numbers(path, place, replaced, protocol):
    good = pickle.dumps({"data": np.arange(6.0).reshape(2, 3), "labels": VALUES}, protocol)
    at = int(place * len(good))
    try:
        found = read(path, good[:at] + replaced + good[at + len(replaced) :])["data"]
    except DataError:
        return
    assert found.dtype.kind in "fiu"
    assert found.nbytes <= len(good)


@given(content=st.binary(max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_other_bytes_are_refused(path, content):
    with pytest.raises(DataError):
        read(path, b"\x80\x02" + content)


def test_a_whole_file_of_deap_s_size_is_read_fast_and_in_little_memory(path):
    data = np.arange(40 * 40 * 8064, dtype=np.float64).reshape(40, 40, 8064)
    size = path.write_bytes(pickle.dumps({"data": data}, 4))
    child = [sys.executable, "-c", LARGE, str(path)]
    told = subprocess.run(child, capture_output=True, text=True, check=True).stdout.split()
    seconds, kilobytes = map(float, told)
    assert seconds < 3
    assert 1024 * kilobytes < 2.5 * size


def test_the_module_calls_no_unpickler():
    folder = Path(__file__).parents[2] / "src/eeg2music/deap"
    for file in (
        "unpickling",
        "pickle_operations",
        "pickle_program",
        "pickle_records",
        "preprocessed",
    ):
        source = (folder / f"{file}.py").read_text()
        assert not any(call in source for call in ("pickle.load(", "Unpickler(", "pickle.loads("))
