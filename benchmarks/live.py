"""How far live music lags, what it costs, and what it hears: ``python benchmarks/live.py DEMO``.

``DEMO`` is a repository in which the demo has run. Writes ``benchmarks/live.json`` and prints it.

- Latency: ten minutes of a listener of the test part go through the Lab Streaming Layer on this
  machine in real time, to ``eeg2music live`` in a process of its own. From a frame's last sample
  to where its music is handed on, which is heard `lead.AHEAD_S` and the sound card's own later.
- Memory: an hour of it, as fast as it can be played, with files that are written.
- What is heard: the emotion of live music against that which the pipeline, which knows the whole
  session, has of the same trials; listening begins with a trial or a minute before it, and music is
  played at once or later.
"""

import gc
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import mne
import numpy as np
import psutil
from benchmarks.agreement import COHORT, FOLD, Listener, listener

from eeg2music import parquet
from eeg2music.compose import instrument as instruments
from eeg2music.compose.instrument import Instrument
from eeg2music.live.lead import AHEAD_S
from eeg2music.live.player import Played
from eeg2music.live.session import perform_live
from eeg2music.live.tables import LIVE
from eeg2music.live.take import Take

RESULT = Path(__file__).with_suffix(".json")
COMMAND = Path(sys.executable).with_name("eeg2music")
STREAM, WARM_UP_S, LATENCY_S, HOUR_S, MEASURED_S = "benchmark", 20, 600, 3600, 300
DELAYS_S, BEFORE_S, TRIAL_S = (0.0, 1.5), (0.0, 60.0), ((4, 20), (20, 60))
CHUNK_S = 0.1


@cache
def microvolts(raw: mne.io.BaseRaw) -> np.ndarray:
    """All of a recording, shape (samples, channels)."""
    return (1e6 * raw.get_data().T).astype(np.float32)


class Recorded:
    """A stretch of a recording as a stream, which comes as fast as it is taken."""

    name = "a recording"

    def __init__(self, raw: mne.io.BaseRaw, start_s: float, length_s: float) -> None:
        self.channel_names, self.rate_hz = list(raw.ch_names), float(raw.info["sfreq"])
        self._uv, self._sent = microvolts(raw), round(start_s * self.rate_hz)
        self._stop = self._sent + round(length_s * self.rate_hz)
        self._size = round(CHUNK_S * self.rate_hz)

    @property
    def is_over(self) -> bool:
        return self._sent >= self._stop

    def pull(self) -> tuple[np.ndarray, np.ndarray]:
        stop = min(self._sent + self._size, self._stop)
        places = np.arange(self._sent, stop)
        self._sent = stop
        return self._uv[places % len(self._uv)], places / self.rate_hz

    def now_s(self) -> float:
        return self._sent / self.rate_hz


class Emotions:
    """Keeps valence and arousal of every frame."""

    def __init__(self) -> None:
        self.of = dict[int, np.ndarray]()

    def add(self, played: Played, latency_s: float) -> None:
        self.of |= {moment.frame: moment.emotion for moment in played.moments}


class Memory:
    """Measures this process now and then."""

    def __init__(self) -> None:
        self.mib = dict[float, float]()

    def add(self, played: Played, latency_s: float) -> None:
        if played.start_s % MEASURED_S == 0:
            gc.collect()
            self.mib[played.start_s] = psutil.Process().memory_info().rss / 2**20


def latency(raw: mne.io.BaseRaw, checkpoint: Path) -> dict[str, object]:
    """Of ten minutes in real time."""
    from mne_lsl.player import PlayerLSL

    with tempfile.TemporaryDirectory() as folder, PlayerLSL(raw, name=STREAM):
        words = ["-o", f"{folder}/take", "--stream", STREAM, "--checkpoint", str(checkpoint)]
        words += [
            "--delay",
            str(DELAYS_S[-1]),
            "--warm-up",
            str(WARM_UP_S),
            "--seconds",
            str(LATENCY_S + WARM_UP_S),
        ]
        before = os.times()
        subprocess.run([str(COMMAND), "live", *words], check=True, capture_output=True)
        after = os.times()
        table = parquet.read(Path(folder) / "take" / "live.parquet", LIVE).frame
    told = np.quantile(table.latency, [0.5, 0.95, 1.0]).round(3).tolist()
    cpu_s = sum(after[2:4]) - sum(before[2:4])
    return {
        **dict(zip(("median_s", "within_95_percent_s", "worst_s"), told, strict=True)),
        "of_it_on_purpose_s": DELAYS_S[-1],
        "heard_later_s": AHEAD_S,
        "frames": len(table),
        "cpu_share": round(cpu_s / (LATENCY_S + WARM_UP_S), 2),
    }


def memory(raw: mne.io.BaseRaw, instrument: Instrument) -> dict[str, object]:
    """Of an hour, as fast as it can be played."""
    stream, measured, began = Recorded(raw, 0, HOUR_S), Memory(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Take(Path(folder), instrument, STREAM) as take:
        perform_live(
            stream, instrument, [take, measured], lambda: stream.is_over, WARM_UP_S, DELAYS_S[-1]
        )
    seconds = time.perf_counter() - began
    return {
        "mib": {f"{at:g} s": round(mib) for at, mib in measured.mib.items()},
        "times_faster": round(HOUR_S / seconds, 1),
    }


def emotions(
    of: Listener, instrument: Instrument, video: int, before_s: float, delay_s: float
) -> np.ndarray:
    """Live emotion of a trial's frames, NaN where there is none, shape (frames, 2)."""
    stream = Recorded(of.raw, of.starts_s(video) - before_s, before_s + 60)
    heard = Emotions()
    perform_live(stream, instrument, [heard], lambda: stream.is_over, 0.0, delay_s)
    frames, skipped = len(of.emotion[video]), round(before_s / instrument.about.grid.frame_s)
    none = np.full(2, np.nan)
    return np.array([heard.of.get(skipped + frame, none) for frame in range(frames)])


def agreement(of: Listener, instrument: Instrument) -> list[dict[str, object]]:
    """Correlation of live emotion with the pipeline's, by delay and by how much was heard."""
    known = np.array([*of.emotion.values()])
    rows = []
    for delay_s, before_s in itertools.product(DELAYS_S, BEFORE_S):
        live = np.array(
            [emotions(of, instrument, video, before_s, delay_s) for video in of.emotion]
        )
        for start_s, stop_s in TRIAL_S:
            part = slice(*(round(at / instrument.about.grid.frame_s) for at in (start_s, stop_s)))
            rows.append(
                {
                    "delay_s": delay_s,
                    "heard_before_s": before_s,
                    "trial_s": [start_s, stop_s],
                    **correlations(known[:, part], live[:, part]),
                }
            )
    return rows


def correlations(known: np.ndarray, live: np.ndarray) -> dict[str, float]:
    """Of valence and of arousal, over all trials, where both are told."""
    known, live = known.reshape(-1, 2), live.reshape(-1, 2)
    there = np.isfinite(live).all(axis=1)
    told = [np.corrcoef(known[there, row], live[there, row])[0, 1] for row in (0, 1)]
    return dict(zip(("valence", "arousal"), (round(float(r), 2) for r in told), strict=True))


def main() -> None:
    """Measure all, write and print."""
    mne.set_log_level("error")
    demo = Path(sys.argv[1])
    checkpoint = demo / "results" / COHORT / FOLD / "instrument"
    instrument = instruments.load(checkpoint)
    of = listener(demo, instrument)
    told = {
        "latency": latency(of.raw, checkpoint),
        "agreement": agreement(of, instrument),
        "hour": memory(of.raw, instrument),
    }
    text = json.dumps(told, indent=2)
    RESULT.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
