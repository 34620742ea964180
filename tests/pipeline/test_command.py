import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from eeg2music.pipeline import command

INPUT = {"trials": ["a b.parquet", "c.parquet"]}
PARAMS = {"known": '{"x": "y"}', "shown": "2>"}


def test_options_are_those_of_the_stage_quoted_for_a_shell():
    told = command.options("exclusions", PARAMS, INPUT, {"exclusions": Path("out.parquet")})
    assert shlex.split(told) == [
        *("--known", '{"x": "y"}'),
        *("--trials", "a b.parquet", "c.parquet"),
        *("--exclusions", "out.parquet"),
    ]


def test_a_list_may_be_empty():
    told = command.options("exclusions", PARAMS, {"trials": []}, {"exclusions": "out"})
    assert shlex.split(told)[2:4] == ["--trials", "--exclusions"]


@pytest.mark.parametrize(
    ("given", "count"), [(({"trials": "a"},), 0), ((PARAMS, INPUT, {"known": "again"}), 2)]
)
def test_an_argument_without_one_source_is_told(given, count):
    with pytest.raises(ValueError, match=f"stage exclusions has {count} values for `known`"):
        command.options("exclusions", *given)


@pytest.mark.parametrize(
    ("output", "place"),
    [
        ("results/split/split.parquet", "split"),
        ("results/{cohort}/evaluate/hits.parquet", "split/{cohort}"),
        ("results/{cohort,a|b}/slices/{subject,[a-z]+}.parquet", "split/{cohort}/{subject}"),
        ("results/{cohort}/{fold}/{subject}_{video}", "split/{cohort}/{fold}/{subject}_{video}"),
        ("results/songs/{fold}/{video}_{video}.wav", "split/{fold}/{video}_{video}"),
        ("results/{cohort}/{video}/{subject}.wav", "split/{cohort}/{video}_{subject}"),
        (
            "results/{cohort}/{system}{variant}-{seed}.a.b",
            "split/{cohort}/{system}{variant}-{seed}",
        ),
        ("results/{cohort}/vocabulary/eeg{montage}.a.b", "split/{cohort}/eeg{montage}"),
        ("", "split"),
    ],
)
def test_a_place_has_the_wildcards_of_the_output(output, place):
    assert command.place("split", output) == place


def test_this_python_comes_first_and_once(monkeypatch):
    own = str(Path(sys.executable).parent)
    for path in ("/usr/bin:/bin", f"/usr/bin:{own}:/bin"):
        monkeypatch.setenv("PATH", path)
        command.find_this_python()
        assert os.environ["PATH"] == f"{own}:/usr/bin:/bin"
        assert Path(shutil.which("python")).parent == Path(own)
