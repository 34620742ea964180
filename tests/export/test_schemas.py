"""What is found of the package's tables, against a search of every module."""

import importlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES
from eeg2music.export.schemas import schema_of, schemas
from eeg2music.stages.catalogue import PACKAGE
from tests.export.files import write_features
from tests.refusals import refusal


def declared():
    """Every schema that any module of the package holds, wherever it is declared."""
    found = {}
    for source in sorted(PACKAGE.rglob("*.py")):
        if "keyed(" in (text := source.read_text()) or "Schema(" in text:
            name = ".".join(source.relative_to(PACKAGE.parent).with_suffix("").parts)
            held = vars(importlib.import_module(name)).values()
            found |= {id(each): each for each in held if isinstance(each, parquet.Schema)}
    return list(found.values())


def test_every_schema_of_the_package_is_found_and_no_two_share_a_name():
    every = declared()
    assert len(every) > 40
    assert len({each.name for each in every}) == len(every)
    assert schemas() == {each.name: each for each in sorted(every, key=lambda each: each.name)}


def test_a_file_tells_which_table_it_is(tmp_path):
    write_features(tmp_path / "s01.parquet")
    assert schema_of(tmp_path / "s01.parquet") is EEG_FEATURES
    assert schema_of(tmp_path / "s01.parquet") is not EEG_FRAMES


def _foreign(path):
    pq.write_table(pa.table({"a": [1]}), path)


def _text(path):
    path.write_text("a,b\n1,2\n")


@pytest.mark.parametrize(
    ("written", "found"),
    [(_foreign, "of another origin"), (_text, "of another origin"), (None, "no such file")],
)
def test_what_is_no_table_of_ours_is_refused(tmp_path, written, found):
    path = tmp_path / "a.parquet"
    if written:
        written(path)
    told = {"file": path, "expected": "a table of eeg2music", "found": found}
    refusal(lambda: schema_of(path), **told, cure="`eeg2music tables`")
