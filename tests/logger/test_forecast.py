import pytest

from snakemake_logger_plugin_eeg2music.forecast import Forecast, earlier, forecast
from snakemake_logger_plugin_eeg2music.tally import Job, Tally

HEAD = "s\th:m:s\tmax_rss\n"


def tally(asked, took=(), running=(), cores=2):
    """``took`` is of pairs of rule and seconds, ``running`` of rule and when it began."""
    made = Tally(cores=cores, targets=frozenset({"all"}))
    made.plan(asked)
    for number, (rule, seconds) in enumerate(took):
        made.start(number, Job(rule, {}, 0.0))
        made.finish(number, seconds)
    for number, (rule, began) in enumerate(running):
        made.start(1000 + number, Job(rule, {}, began))
    return made


def test_time_left_is_jobs_times_their_median_over_cores():
    told = forecast(tally({"song": 10}, [("song", s) for s in (100, 200, 900)]), {}, 1000)
    assert told == Forecast(7 * 200 / 2, is_least=False)
    assert told.text == "about 12 min left"


def test_earlier_runs_count_until_this_one_knows_better():
    before = {"song": 300.0, "train": 1000.0}
    told = forecast(tally({"song": 4, "train": 1}, [("song", 100)], cores=1), before, 0)
    assert told.seconds == 3 * 100 + 1000


def test_what_running_jobs_have_spent_is_off_but_no_more_than_they_usually_take():
    running = tally({"song": 3}, running=[("song", 0.0), ("song", 90.0)], cores=1)
    assert forecast(running, {"song": 60.0}, 100.0).seconds == 3 * 60 - 60 - 10


def test_while_some_jobs_are_of_unknown_length_it_is_the_least():
    told = forecast(tally({"song": 4, "train": 1, "all": 1}, cores=1), {"song": 100.0}, 0)
    assert told.text == "at least 7 min left"
    assert forecast(tally({"song": 1, "train": 1}), {"song": 1.0}, 0) is None
    assert forecast(tally({"song": 1}), {}, 0) is None


def test_targets_are_no_jobs():
    told = forecast(tally({"song": 1, "all": 1, "total": 2}, cores=1), {"song": 100.0}, 0)
    assert told == Forecast(100.0, is_least=False)


def test_nothing_is_left_of_what_is_done_or_has_failed():
    done = tally({"song": 2}, [("song", 5)])
    done.fail(7, "song")
    assert done.left() == {}
    assert forecast(done, {}, 0) is None


def test_earlier_runs_are_read_from_the_benchmarks_of_jobs(tmp_path):
    (tmp_path / "song/planted").mkdir(parents=True)
    (tmp_path / "split.tsv").write_text(f"{HEAD}2.5\t0:00:02\t1\n")
    for number, seconds in enumerate((1.0, 4.0, 9.0)):
        (tmp_path / f"song/planted/{number}.tsv").write_text(f"{HEAD}{seconds}\t-\t-\n")
    (tmp_path / "song/half.tsv").write_text("s\n")
    (tmp_path / "song/broken.tsv").write_text("x\ty\n1\t2\n")
    (tmp_path / "song/odd.tsv").write_text(f"{HEAD}-\t-\t-\n")
    told = earlier(["split", "song", "train"], tmp_path)
    assert told == {"split": 2.5, "song": pytest.approx(4.0)}
