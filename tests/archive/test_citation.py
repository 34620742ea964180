import pytest
import yaml

from eeg2music.archive.citation import read
from tests.refusals import refusal
from tests.tiny import ROOT

PERSON = {"family-names": "Ørsted", "given-names": "Ida"}


@pytest.fixture
def told():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text())


def _written(path, told):
    path.write_text(yaml.safe_dump(told, allow_unicode=True))
    return path


def test_people_and_groups_are_told_apart(told, tmp_path):
    changed = told | {"authors": [PERSON, {"name": "A group"}]}
    assert read(_written(tmp_path / "c.cff", changed)).authors == (
        ("Ida Ørsted", True),
        ("A group", False),
    )


def test_only_works_with_an_address_are_cited(told, tmp_path):
    other = [{"title": "A talk"}, {"title": "A paper", "doi": "10.1/2"}]
    citation = read(_written(tmp_path / "c.cff", told | {"references": other}))
    assert citation.references == (("10.1/2", "A paper"),)
    without = {name: value for name, value in told.items() if name != "references"}
    assert read(_written(tmp_path / "c.cff", without)).references == ()


@pytest.mark.parametrize("lacking", ["title", "license", "authors"])
def test_a_file_that_lacks_something_is_refused(told, tmp_path, lacking):
    path = _written(tmp_path / "c.cff", {n: v for n, v in told.items() if n != lacking})
    refusal(lambda: read(path), file=path, expected="as CFF", found=lacking, cure="Restore")


@pytest.mark.parametrize("text", ["a: [", "- 1", ""])
def test_what_is_no_such_file_is_refused(tmp_path, text):
    path = tmp_path / "c.cff"
    path.write_text(text)
    refusal(lambda: read(path), file=path, expected="as CFF", found="", cure="Restore")
