"""What real runs of Snakemake say through our logger, and what its own log still holds."""

import os
import pty
import re
import subprocess
import sys

import pytest
import yaml

from tests.logger.runs import OURS, REFUSAL, RULES, environment, kept, lines, snakemake
from tests.pipeline.parameters import ROOT


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Snakefile").write_text(RULES)
    return tmp_path


def test_a_run_says_how_far_it_is_after_each_stage_and_then_nothing_is_to_be_done(folder):
    done = snakemake(folder)
    assert done.returncode == 0
    assert done.stdout == ""
    first, *between, last = lines(done)
    assert first.startswith("14 jobs of 3 stages on 2 cores")
    assert re.fullmatch(r" 85 % 12/14.*; done: song", between[0])
    assert re.search(r"^ 92 % 13/14.*; done: report: the page", between[1])
    assert re.fullmatch("100 % 14/14, .*; done: all", between[2])
    assert len(between) == 3
    assert re.fullmatch(r"Done: 14 jobs in .*\.", last)
    assert kept(folder).count("rule song:") == 12
    again = snakemake(folder)
    assert lines(again) == ["Nothing to be done: everything asked for is there and up to date."]


def test_a_job_that_fails_is_told_by_its_own_error_and_the_rest_goes_on(folder):
    done = snakemake(folder, "--config", "spoilt=3")
    assert done.returncode == 1
    told = lines(done)
    at = told.index("FAILED song (3)")
    assert told[at + 1 : at + 3] == [f"  {REFUSAL}", "  log: logs/song/3.log"]
    assert told[-3] == "1 of 14 jobs failed: song. Not run: report, all."
    assert str(folder / ".snakemake/log") in told[-1]
    assert len(told) == 7
    assert len([*folder.glob("song/*.txt")]) == 11
    assert "Error in rule song:" in kept(folder)


def test_a_job_that_makes_not_what_it_should_is_told_with_what_it_lacks(folder):
    done = snakemake(folder, "lazy")
    assert done.returncode == 1
    told = lines(done)
    assert told[1:3] == ["FAILED lazy", f"  it did not make {told[2].partition('make ')[2]}"]
    assert "lazy.txt" in told[2]
    assert told[3] == "1 of 1 job failed: lazy."


def test_a_dry_run_lists_stages_with_numbers_and_reasons(folder):
    snakemake(folder, "song/0.txt", "song/1.txt")
    (folder / "Snakefile").write_text(RULES.replace("echo x >", "echo y >"))
    done = snakemake(folder, "-n")
    assert done.returncode == 0
    table = {line.split()[0]: re.split(" {2,}", line) for line in lines(done)}
    assert table["song"][1:] == ["12", "not made yet (10), code changed (2)"]
    assert table["report"][1:] == ["1", "not made yet"]
    assert len(lines(done)) == 5
    assert "14 jobs of 3 stages would run." in lines(done)[-1]


@pytest.mark.parametrize("option", ["--logger-eeg2music-full", "--printshellcmds"])
def test_all_that_snakemake_says_is_there_for_who_asks(folder, option):
    told = "\n".join(lines(snakemake(folder, "-n", option)))
    assert len(re.findall("^rule song:", told, re.M)) == 12
    assert "would run" not in told


def test_what_nobody_can_make_is_told_in_a_line(folder):
    (told,) = lines(snakemake(folder, "lacking"))
    assert told.startswith("error: lacking needs absent.txt, which is not there")
    (told,) = lines(snakemake(folder, "nothing_like_it"))
    assert told.startswith("error: no rule makes nothing_like_it. ")


def test_what_is_wrong_with_the_rules_is_told_in_a_line_with_its_place(folder):
    (folder / "Snakefile").write_text(f"{RULES}\nraise ValueError('no such thing')\n")
    (told,) = lines(snakemake(folder))
    line = RULES.count("\n") + 2
    assert told == f"error: ValueError: no such thing ({folder / 'Snakefile'}, line {line})"


def test_a_refusal_of_ours_is_told_as_it_is_wherever_it_is_raised(folder):
    (folder / "Snakefile").write_text(
        "from eeg2music.errors import DataError\n"
        "def found(wildcards):\n"
        "    raise DataError('raw', expected='songs', found='none', cure='Add one.')\n"
        "rule all:\n    input: found\n"
    )
    assert lines(snakemake(folder)) == ["error: raw: expected songs; found none. Add one."]


def test_a_folder_that_is_locked_is_told_with_the_cure(folder):
    locks = folder / ".snakemake/locks"
    locks.mkdir(parents=True)
    (locks / "0.output.lock").write_text("report.txt\n")
    (told,) = lines(snakemake(folder))
    assert "`snakemake --unlock`" in told
    assert snakemake(folder, "--unlock").returncode == 0
    assert snakemake(folder).returncode == 0


def test_on_a_terminal_one_line_is_drawn_again_and_again(folder):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "snakemake", *OURS]
    told = environment(folder) | {"TERM": "xterm"}
    process = subprocess.Popen(command, cwd=folder, env=told, stderr=theirs, stdout=theirs)
    os.close(theirs)
    written = b""
    while chunk := _read(ours):
        written += chunk
    os.close(ours)
    assert process.wait() == 0
    first, *middle, last, rest = written.decode().split("\r\n")
    assert first.startswith("14 jobs of 3 stages")
    assert not middle
    assert rest == ""
    drawn = last.split("\r\x1b[K")
    assert len(drawn) > 12
    assert drawn[-1].startswith("Done: 14 jobs in ")


def _read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux tells that the other side is closed
        return b""


@pytest.fixture
def project(tmp_path):
    """The project's own rules, and its parameters to spoil."""
    for name in ("Snakefile", "workflow", "profiles"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "params.yaml").write_text((ROOT / "params.yaml").read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        ("dataset:", "datset:", "unknown key `datset`, did you mean `dataset`?"),
        ("folds: ", "folds: x", "`split.folds`: Input should be a valid integer"),
        ("exclude: []", "exclude: [", "line "),
    ],
)
def test_a_mistake_in_the_parameters_is_one_line(project, good, bad, found):
    params = project / "params.yaml"
    assert good in params.read_text()
    params.write_text(params.read_text().replace(good, bad, 1))
    done = snakemake(project, "-n", "--snakefile", str(project / "Snakefile"))
    assert done.returncode == 1
    (told,) = lines(done)
    assert "params.yaml: expected " in told
    assert found in told
    assert told.endswith("named here.")
    assert len(told) < 400


def test_a_plain_snakemake_uses_this_logger():
    profile = yaml.safe_load((ROOT / "profiles/default/config.yaml").read_text())
    assert profile["logger"] == "eeg2music"
