import json
import subprocess
import sys
from types import ModuleType

import pytest

from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from eeg2music.stages import runner
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output

CFG = json.dumps({"grid.trial_s": 60.0, "grid.slice_s": 4.0, "grid.frame_s": 0.5})


def _install(monkeypatch, stage):
    module = ModuleType("probe")
    module.probe = stage
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(runner, "module_of", lambda stage: stage)


def test_arguments_arrive_with_their_types(monkeypatch, tmp_path):
    def probe(*, subject: str, video: int, parts: list[int], grid: Grid, out: Output) -> None:
        out.write_text(json.dumps([subject, video, parts, grid.slices]))

    _install(monkeypatch, probe)
    argv = ["probe", "--subject", "s01", "--video", "07", "--parts", "1", "2"]
    assert runner.main([*argv, "--cfg", CFG, "--out", str(tmp_path / "o.json")]) == 0
    assert json.loads((tmp_path / "o.json").read_text()) == ["s01", 7, [1, 2], 15]


def test_several_outputs_are_whole_or_absent_together(monkeypatch, tmp_path):
    def probe(*, system: SystemName, parts: list[Output]) -> None:
        for part in parts:
            part.write_text(system)
            if system == "bad":
                raise DataError("x", expected="good", found="bad", cure="Mend it.")

    _install(monkeypatch, probe)
    paths = [tmp_path / name for name in "ab"]
    argv = ["probe", "--parts", *map(str, paths), "--system"]
    assert runner.main([*argv, "bad"]) == 1
    assert not list(tmp_path.iterdir())
    assert runner.main([*argv, "good"]) == 0
    assert [path.read_text() for path in paths] == ["good", "good"]


@pytest.mark.parametrize(("cfg", "told"), [(CFG, "15"), ("{}", "none")])
def test_a_section_that_may_be_absent_is_none_where_it_is(monkeypatch, tmp_path, cfg, told):
    def probe(*, grid: Grid | None, out: Output) -> None:
        out.write_text(str(grid.slices) if grid else "none")

    _install(monkeypatch, probe)
    assert runner.main(["probe", "--cfg", cfg, "--out", str(tmp_path / "o")]) == 0
    assert (tmp_path / "o").read_text() == told


def test_a_section_that_must_be_there_is_missed(monkeypatch, tmp_path):
    def probe(*, grid: Grid, out: Output) -> None:
        out.write_text(str(grid.slices))

    _install(monkeypatch, probe)
    with pytest.raises(KeyError, match="no section grid"):
        runner.main(["probe", "--out", str(tmp_path / "o")])


def test_bad_input_is_told_in_one_line_and_leaves_nothing(monkeypatch, tmp_path, capsys):
    def probe(*, one: Output, two: Output) -> None:
        one.write_text("half")
        raise DataError("x.bdf", expected="48 channels", found="3", cure="Record again.")

    _install(monkeypatch, probe)
    paths = ["--one", str(tmp_path / "1"), "--two", str(tmp_path / "2")]
    assert runner.main(["probe", *paths]) == 1
    assert capsys.readouterr().err == (
        "error: x.bdf: expected 48 channels; found 3. Record again.\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_bug_is_not_hidden(monkeypatch, tmp_path):
    def probe(*, out: Output) -> None:
        out.write_text("half")
        raise ZeroDivisionError

    _install(monkeypatch, probe)
    with pytest.raises(ZeroDivisionError):
        runner.main(["probe", "--out", str(tmp_path / "o")])
    assert not list(tmp_path.iterdir())


LEAVES = """
import atexit
from eeg2music.stages import runner

class Held:
    def __del__(self):
        print("taken apart")

held = Held()
atexit.register(print, "last word")
print("work")
runner.leave(3)
"""


def test_a_process_leaves_with_its_last_words_and_takes_nothing_apart():
    ended = subprocess.run([sys.executable, "-c", LEAVES], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.split("\n")) == (3, ["work", "last word", ""])
