"""What every refusal of an input owes to the person who gave it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eeg2music.errors import DataError


def refusal(
    call: Callable[[], object],
    *,
    file: Path | str,
    expected: str,
    found: str,
    cure: str,
    out: Path | None = None,
) -> DataError:
    """Call, and hold the refusal against what it must say.

    Parameters
    ----------
    file
        What the message must name as the offender.
    expected, found, cure
        Words that each part of the message must hold.
    out
        Folder in which no file may be left behind, not even a hidden one.
    """
    with pytest.raises(DataError) as caught:
        call()
    error = caught.value
    assert str(file) in error.file
    assert expected in error.expected
    assert found in error.found
    assert cure in error.cure
    assert error.cure.endswith(".")
    assert (
        str(error) == f"{error.file}: expected {error.expected}; found {error.found}. {error.cure}"
    )
    if out is not None and out.exists():
        assert [path for path in out.rglob("*") if not path.is_dir()] == []
    return error
