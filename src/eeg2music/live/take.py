"""What is played live, on disk: stopping at any moment leaves whole files."""

import logging
from collections import defaultdict
from pathlib import Path
from typing import Self

import numpy as np
import soundfile

from eeg2music import parquet
from eeg2music.compose.instrument import Instrument
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.live.player import Moment, Played
from eeg2music.live.tables import LIVE
from eeg2music.score.bars import Bar
from eeg2music.score.improvising import key_over
from eeg2music.score.mapping import Manner, ensemble
from eeg2music.score.midi import write_midi
from eeg2music.score.parts import Note
from eeg2music.score.writing import DRUMS, Part, Score, programs_of

logger = logging.getLogger(__name__)
SOUND, MIDI, TABLE = "collage.wav", "score.mid", "live.parquet"


def check_new(folder: Path) -> None:
    """Refuse a folder that holds anything.

    Raises
    ------
    DataError
        If it does, or is none.
    """
    if (folder.is_dir() and not any(folder.iterdir())) or not folder.exists():
        return
    raise DataError(
        folder,
        expected="a new folder",
        found="one that holds something already" if folder.is_dir() else "a file",
        cure="Name another after -o: an earlier performance cannot be had again.",
    )


class Take:
    """Writes sound as it comes, and MIDI and a table when it ends.

    Parameters
    ----------
    folder : Path
        New or empty.
    stream : str
        Name of the stream.

    Raises
    ------
    DataError
        If the folder holds anything.
    """

    def __init__(self, folder: Path, instrument: Instrument, stream: str) -> None:
        check_new(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(
                folder,
                expected="a folder that can be made",
                found=error.strerror or str(error),
                cure="Name another after -o.",
            ) from None
        self._folder, self._stream, self._about = folder, stream, instrument.about
        channels = instrument.sounds.audio.shape[1]
        rate = instrument.sounds.rate
        self._sound = soundfile.SoundFile(folder / SOUND, "w", rate, channels, subtype="PCM_16")
        self._is_closed = False
        self._moments = list[tuple[Moment, float]]()
        self._bars = list[Bar]()
        self._notes = defaultdict[str, list[Note]](list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, played: Played, latency_s: float) -> None:
        """Take down what has been played."""
        for moment in played.moments:
            self._sound.write(moment.sound.T)
            silent = np.zeros((0, 0), np.float32)  # what is written need not be kept
            kept = Moment(**(vars(moment) | {"sound": silent}))
            self._moments.append((kept, latency_s))
        for bar, parts in played.bars:
            self._bars.append(bar)
            for name, notes in parts.items():
                self._notes[name] += notes

    def close(self) -> None:
        """Finish the files; doing so again changes nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        for finish in (self._sound.close, self._write_table, self._write_midi):
            try:
                finish()
            except (OSError, RuntimeError) as error:
                logger.warning("%s: a file could not be finished: %s", self._folder, error)

    def _write_table(self) -> None:
        with whole_or_absent(self._folder / TABLE) as target:
            parquet.write(target, LIVE, self._columns(), self._meta())

    def _write_midi(self) -> None:
        if self._bars:
            with whole_or_absent(self._folder / MIDI) as target:
                write_midi(self._score(), target)

    def _columns(self) -> dict[str, np.ndarray]:
        moments = [moment for moment, _ in self._moments]
        emotion = np.array([moment.emotion for moment in moments]).reshape(-1, 2)
        sd = np.array([moment.sd for moment in moments]).reshape(-1, 2)
        return {
            "time": np.arange(len(moments)) * self._about.grid.frame_s,
            "token": np.array([moment.token for moment in moments], np.int32),
            "probability": np.array([moment.probability for moment in moments], np.float32),
            "valence": emotion[:, 0],
            "valence_sd": sd[:, 0],
            "arousal": emotion[:, 1],
            "arousal_sd": sd[:, 1],
            "frame": np.array([moment.frame for moment in moments], np.int32),
            "latency": np.array([latency for _, latency in self._moments], np.float32),
        }

    def _meta(self) -> dict[str, object]:
        return {
            "stream": self._stream,
            "brains": self._about.brains,
            "are_generated": self._about.are_generated,
            "decoding": self._about.decoding.model_dump(),
        }

    def _score(self) -> Score:
        manner = Manner(*np.mean([(b.manner.valence, b.manner.arousal) for b in self._bars], 0))
        programs = programs_of(ensemble(manner))
        parts = (
            Part(name, program, tuple(self._notes[name]), name == DRUMS)
            for name, program in programs.items()
        )
        return Score(key_over(self._notes["Harmony"]), tuple(self._bars), (), tuple(parts))
