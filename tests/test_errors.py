"""Messages that any terminal takes."""

import os

from hypothesis import given
from hypothesis import strategies as st

from eeg2music.corpora.contract import Excluded
from eeg2music.errors import DataError, legible


@given(st.binary().map(os.fsdecode) | st.text())
def test_any_name_becomes_printable_text(name):
    for text in (
        legible(name),
        Excluded("s01", 1, name).reason,
        str(DataError(name, expected=name, found=name, cure="Mend it.")),
    ):
        assert text.isprintable()
        assert text.encode().decode() == text


def test_what_is_printable_stays_as_it_is():
    told = "données/Où est-il ☃ {live} (1).wav"
    assert legible(told) == told
    assert legible(os.fsdecode(b"caf\xe9\x1b[2J")) == r"caf\xe9\x1b[2J"
