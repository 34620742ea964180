"""Digests told from memory against those that are taken anew."""

import json
import shutil
from pathlib import Path

import pytest

from eeg2music.pipeline import code
from eeg2music.pipeline.digests import MEMORY, Digests

OURS = "eeg2music.systems.ours"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package to change."""
    copied = Path(shutil.copytree(code.PACKAGE, tmp_path / "src" / "eeg2music"))
    monkeypatch.setattr(code, "PACKAGE", copied)
    code.forget()
    yield copied
    code.forget()


@pytest.fixture
def taken(monkeypatch):
    """Stages whose digest was taken rather than remembered."""
    stages, take = [], code.digest

    def watched(stage, chosen=()):
        stages.append(stage)
        return take(stage, chosen)

    monkeypatch.setattr(code, "digest", watched)
    return stages


def test_a_digest_is_taken_once_and_is_that_of_the_code(tmp_path, taken):
    first = Digests(tmp_path)
    told = [first.digest("slices"), first.digest("train", [OURS]), first.digest("train")]
    assert len(set(told)) == 3
    again = Digests(tmp_path)
    assert [again.digest("slices"), again.digest("train", [OURS]), again.digest("train")] == told
    assert taken == ["slices", "train", "train"]
    assert told[1] == code.digest("train", [OURS])


@pytest.mark.parametrize("name", ["eeg/slicing.py", "eeg/stages/slices.py"])
def test_any_change_of_the_package_has_digests_taken_anew(tmp_path, package, taken, name):
    before = Digests(tmp_path).digest("slices")
    source = package / name
    source.write_text(source.read_text() + "\nADDED = 1\n")
    code.forget()
    after = Digests(tmp_path).digest("slices")
    assert after == code.digest("slices") != before
    assert taken[:2] == ["slices", "slices"]


def test_byte_code_is_no_change(tmp_path, package, taken):
    Digests(tmp_path).digest("slices")
    (package / "eeg" / "__pycache__").mkdir(exist_ok=True)
    (package / "eeg" / "__pycache__" / "other.cpython-311.pyc").write_bytes(b"code")
    Digests(tmp_path).digest("slices")
    assert taken == ["slices"]


@pytest.mark.parametrize("held", [b"", b"[]", b"{}", b'{"package": 1, "digests": 2}', b"\xff"])
def test_memory_that_cannot_be_read_is_replaced(tmp_path, held):
    (tmp_path / MEMORY).parent.mkdir()
    (tmp_path / MEMORY).write_bytes(held)
    assert Digests(tmp_path).digest("slices") == code.digest("slices")
    assert json.loads((tmp_path / MEMORY).read_bytes())["digests"].keys() == {"slices"}
