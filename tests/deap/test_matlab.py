"""Arrays out of MATLAB files, held against SciPy, which writes and reads them too."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.io import loadmat, savemat

from eeg2music.deap.matlab import read_arrays
from eeg2music.errors import DataError

MOST = 10_000
NUMBERS = st.one_of(
    arrays.floating_dtypes(endianness="=", sizes=(32, 64)),
    arrays.integer_dtypes(endianness="="),
    arrays.unsigned_integer_dtypes(endianness="="),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s01.mat"


@given(
    array=arrays.arrays(NUMBERS, arrays.array_shapes(min_dims=2, max_dims=4, max_side=5)),
    compressed=st.booleans(),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_scipy_writes(path, array, compressed):
    others = {"about": "text", "more": {"of": [1, 2]}}
    savemat(path, {**others, "data": array, "labels": np.ones((1, 4))}, do_compression=compressed)
    found = read_arrays(path, ["data", "labels"], MOST)
    np.testing.assert_array_equal(found["data"], array)
    assert found["data"].dtype == array.dtype
    assert found["data"].flags["C_CONTIGUOUS"]
    np.testing.assert_array_equal(found["labels"], np.ones((1, 4)))


def element(kind, content, order):
    return struct.pack(f"{order}II", kind, len(content)) + content + bytes(-len(content) % 8)


def variable(name, shape, kind, values, order):
    """A variable of class double, its values stored as another type, as MATLAB does."""
    return element(
        14,
        element(6, struct.pack(f"{order}II", 6, 0), order)
        + element(5, struct.pack(f"{order}{len(shape)}i", *shape), order)
        + element(1, name, order)
        + element(kind, values, order),
        order,
    )


@pytest.mark.parametrize(("order", "mark"), [("<", b"IM"), (">", b"MI")])
def test_whole_numbers_stored_small_in_either_byte_order(path, order, mark):
    preamble = b"MATLAB 5.0".ljust(124) + struct.pack(f"{order}H", 0x100) + mark
    values = np.arange(6, dtype=f"{order}i2")
    plain = variable(b"labels", (2, 3), 3, values.tobytes(), order)
    packed = zlib.compress(variable(b"data", (3, 2), 3, values.tobytes(), order))
    path.write_bytes(preamble + plain + struct.pack(f"{order}II", 15, len(packed)) + packed)
    found, theirs = read_arrays(path, ["data", "labels"], MOST), loadmat(path)
    for name in found:
        np.testing.assert_array_equal(found[name], theirs[name])


@given(
    place=st.floats(0, 1, exclude_max=True),
    replaced=st.binary(min_size=1, max_size=6),
    compressed=st.booleans(),
)
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_changed_file_is_refused_or_still_holds_numbers(path, place, replaced, compressed):
    savemat(path, {"data": np.arange(6.0).reshape(2, 3)}, do_compression=compressed)
    good = path.read_bytes()
    at = int(place * len(good))
    path.write_bytes(good[:at] + replaced + good[at + len(replaced) :])
    try:
        found = read_arrays(path, ["data"], MOST)["data"]
    except DataError:
        return
    assert found.dtype.kind in "fiu"
    assert found.nbytes <= MOST


@given(kept=st.floats(0, 1, exclude_max=True), compressed=st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_short_is_refused(path, kept, compressed):
    savemat(path, {"data": np.arange(6.0).reshape(2, 3)}, do_compression=compressed)
    good = path.read_bytes()
    path.write_bytes(good[: int(kept * len(good))])
    with pytest.raises(DataError):
        read_arrays(path, ["data"], MOST)


def test_any_changed_bit_of_compressed_values_is_told(path):
    values = np.random.default_rng(1).standard_normal((8, 9))
    savemat(path, {"data": values}, do_compression=True)
    good = path.read_bytes()
    for at in range(136, len(good)):
        changed = bytearray(good)
        changed[at] ^= 1 << at % 8
        path.write_bytes(changed)
        with pytest.raises(DataError):
            read_arrays(path, ["data"], MOST)
