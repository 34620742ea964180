"""``eeg2music live`` as a lab runs it, with a device in another process."""

import contextlib
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
import soundfile

from eeg2music import parquet
from eeg2music.cli import main
from eeg2music.live.tables import LIVE
from tests.compose.instruments import make
from tests.pipeline.parameters import ROOT

COMMAND = Path(sys.executable).with_name("eeg2music")


@pytest.fixture(scope="module")
def instrument(tmp_path_factory):
    return make(tmp_path_factory.mktemp("made") / "instrument")


@contextlib.contextmanager
def device(name, source):
    words = [sys.executable, "-m", "tests.live.sender", name, source]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(words, cwd=ROOT, **quiet)
    try:
        assert process.stdout.readline() == b"sending\n"
        yield
    finally:
        process.kill()  # as a device that is switched off: it takes leave of nobody
        process.wait()


class Performance:
    """The command, and what it says."""

    def __init__(self, *words):
        self._process = subprocess.Popen(
            [COMMAND, "live", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.told = ""

    def wait_for(self, text):
        for line in self._process.stderr:
            self.told += line
            if text in line:
                return
        raise AssertionError(f"never said {text!r}, but: {self.told}")

    def stop(self, number):
        self._process.send_signal(number)
        out, err = self._process.communicate(timeout=30)
        self.told += err
        return out, self._process.returncode


def test_a_device_that_is_switched_off_and_on_again(instrument, tmp_path):
    name, source, folder = f"cap {uuid.uuid4().hex[:8]}", uuid.uuid4().hex, tmp_path / "take"
    words = ["--stream", name, "--checkpoint", instrument, "--warm-up", 0, "--midi", name]
    with device(name, source):
        assert main(["live", "--dry-run", *map(str, words)]) == 0
        performance = Performance("-o", folder, *words)
        performance.wait_for("of music")
        time.sleep(2)
    performance.wait_for(f"nothing comes from {name}")
    with device(name, source):
        performance.wait_for(f"{name} came back; listening anew")
        time.sleep(6)
        out, status = performance.stop(signal.SIGTERM)
    assert status == 0
    assert "trained on GENERATED brains" in performance.told
    length_s = float(re.match(r"([\d.]+) s of music, ", out)[1])
    assert "1 breaks" in out
    table = parquet.read(folder / "live.parquet", LIVE)
    assert table.meta["stream"] == name
    frames = table.frame["frame"]
    assert (frames.diff() < 0).sum() == 1  # counted from where listening began anew
    assert frames.iloc[-1] >= 8
    sound = soundfile.info(folder / "collage.wav")
    assert sound.duration == pytest.approx(length_s) == pytest.approx(len(frames) / 2)
    assert (folder / "score.mid").stat().st_size > 100


def test_a_dry_run_tells_streams_and_electrodes(instrument, capsys):
    name = f"cap {uuid.uuid4().hex[:8]}"
    with device(name, uuid.uuid4().hex):
        words = ["live", "--dry-run", "--stream", name, "--checkpoint", str(instrument)]
        assert main(words) == 0
        told = capsys.readouterr().out
        assert re.search(rf"^{name} +EEG  32 channels, 256 Hz", told, re.MULTILINE)  # in columns
        assert f"{name} at 256 Hz as the 32 electrodes of the model:\n  Fp1 = Fp1, AF3" in told
        assert "interpolated from the others: none" in told
        assert main([*words[:3], "another", *words[4:]]) == 1
        told = capsys.readouterr()
        assert name in told.out  # what there is is told all the same
        assert "expected one stream called another" in told.err


def test_nothing_is_written_where_nothing_can_be_heard(instrument, tmp_path, capsys):
    words = ["live", "-o", str(tmp_path / "take"), "--stream", "nobody"]
    assert main([*words, "--checkpoint", str(instrument)]) == 1
    assert "Start the amplifier's LSL app" in capsys.readouterr().err
    assert not (tmp_path / "take").exists()


@pytest.mark.parametrize("more", [[], ["-o", "x", "--dry-run"], ["-o", "x", "--seconds", "0"]])
def test_what_cannot_be_meant_is_refused(more):
    with pytest.raises(SystemExit):
        main(["live", *more])
