import doctest
from importlib.util import find_spec
from pathlib import Path

import pytest

from eeg2music.stages import catalogue
from snakemake_logger_plugin_eeg2music import plan, words


@pytest.mark.parametrize("module", [words, plan])
def test_the_examples_are_right(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("stage", catalogue.names())
def test_every_stage_says_in_a_line_what_it_does(stage):
    source = find_spec(catalogue.module_of(stage)).origin
    assert Path(source).read_text().startswith(f'"""Stage ``{stage}``: ')
    name, colon, what = words.stage(stage).partition(": ")
    assert name == stage.replace("_", " ")
    assert colon
    assert 10 < len(what) < 90
    assert not what.startswith("Stage")
    assert "`" not in what
    assert not what.endswith((".", ")")) or "(" in what


def test_a_long_text_is_cut():
    assert words.shortened("a  b\nc", 5) == "a b c"
    assert words.shortened("abcdefgh", 5) == "abcd…"


def test_wildcards_that_are_empty_are_not_told():
    assert words.of({"cohort": "planted", "shelf": "", "subject": "s01"}) == " (planted, s01)"
    assert words.of({}) == ""
