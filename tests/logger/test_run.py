"""What is said of a run, event by event, where there is no terminal."""

import io

import pytest

from snakemake_logger_plugin_eeg2music.run import EVERY_S, NOTHING, Run
from snakemake_logger_plugin_eeg2music.screen import Screen
from snakemake_logger_plugin_eeg2music.tally import Job


class Told(io.StringIO):
    def lines(self):
        return self.getvalue().splitlines()


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def run(told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where no benchmarks lie
    return Run(Screen(told))


def begin(run, **asked):
    run.tally.cores = 2
    run.planned(asked | {"total": sum(asked.values())}, 0.0)


def do(run, first, count, rule, seconds, at=0.0):
    """So many jobs, one after the other."""
    for number in range(first, first + count):
        run.started(number, Job(rule, {"n": str(number)}, at), "")
        at += seconds
        run.finished(number, at)


def test_hundreds_of_jobs_are_tens_of_lines(run, told):
    begin(run, **{f"rule_{n}": 25 for n in range(20)})
    for n in range(20):
        do(run, 100 * n, 25, f"rule_{n}", 2.0, 50.0 * n)
    run.end(1000.0)
    lines = told.lines()
    assert len(lines) == 22
    assert lines[10] == " 50 % 250/500, 8 min 20 s; done: rule 9"
    assert lines[-1] == "Done: 500 jobs in 16 min 40 s."


def test_silence_is_broken_once_in_a_while(run, told):
    begin(run, train=2, scores=3)
    run.started(1, Job("train", {}, 0.0), "")
    for second in range(int(3 * EVERY_S)):
        run.progress(float(second))
    assert len(told.lines()) == 3
    assert told.lines()[-1].startswith("  0 % 0/5, 2 min 0 s; train: one experiment to a check")


def test_a_job_that_is_tried_again_has_not_failed(run, told):
    begin(run, song=2)
    do(run, 1, 1, "song", 1.0)
    for attempt in range(3):
        run.started(2, Job("song", {"n": "2"}, attempt), "")
        if attempt < 2:
            run.failed(2, "song", [], attempt + 0.5)
    assert run.tally.failed.total() == 0
    run.finished(2, 4.0)
    run.end(5.0)
    assert told.getvalue().count("FAILED song (2)") == 2
    assert told.lines()[-1] == "Done: 2 jobs in 5 s."


def test_a_job_that_failed_every_time_has_failed_once(run, told):
    begin(run, song=1)
    for attempt in range(3):
        run.started(2, Job("song", {"n": "2"}, attempt), "")
        run.failed(2, "song", [], attempt + 0.5)
    run.end(5.0)
    assert "1 of 1 job failed: song." in told.getvalue()


def test_a_failure_is_told_with_what_its_log_says(run, told, tmp_path):
    log = tmp_path / "song.log"
    log.write_text("10:00:00 begins\nerror: song.mp4: expected sound; found none. Mend it.\n")
    begin(run, song=3, report=1)
    run.started(1, Job("song", {"n": "1"}, 0.0), "")
    run.failed(1, "song", [str(log)], 2.0)
    do(run, 2, 2, "song", 1.0)
    run.log = "all.log"
    run.end(5.0)
    assert told.lines()[1:4] == [
        "FAILED song (1)",
        "  song.mp4: expected sound; found none. Mend it.",
        f"  log: {log}",
    ]
    assert told.lines()[-3:] == [
        "1 of 4 jobs failed: song. Not run: report.",
        "What is done stays. Mend what is named above, then run again.",
        "All that Snakemake said: all.log",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Traceback (most recent call last):\n  File x\nKeyError: 3\n\n", "KeyError: 3"),
        ("", "it was stopped before it could say why"),
        (
            "12:00:01 epoch 3\n",
            "it was stopped before it could say why; the last it said: 12:00:01 epoch 3",
        ),
        ("sh: python: not found\n", "sh: python: not found"),
        (None, "it left no log"),
        ("error: one\nerror: two\n", "one"),
    ],
)
def test_without_a_refusal_the_last_line_tells(run, told, tmp_path, text, said):
    log = tmp_path / "job.log"
    if text is not None:
        log.write_text(text)
    begin(run, song=1)
    run.failed(1, "song", [str(log)], 2.0)
    assert told.lines()[2] == f"  {said}"
    assert (f"  log: {log}" in told.lines()) == (text is not None)


def test_a_job_that_keeps_no_log_has_said_it_on_the_terminal(run, told):
    begin(run, all=1)
    run.failed(1, "all", [], 2.0)
    assert told.lines()[1:] == ["FAILED all", "  what it said stands above"]


def test_a_run_of_targets_alone_has_nothing_to_do(run, told):
    run.tally.targets = frozenset({"all"})
    begin(run, all=1)
    run.end(1.0)
    assert told.lines() == [NOTHING]


def test_a_run_that_snakemake_ended_says_no_more(run, told):
    begin(run, song=1)
    run.is_stopped = True
    before = told.lines()
    run.end(1.0)
    assert told.lines() == before
