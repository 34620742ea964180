"""A recording to a folder of music: both voices, stems, the emotion behind them, and a page."""

import logging
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.files import write_audio
from eeg2music.audio.loudness import gain_of, normalise
from eeg2music.audio.peaks import peak
from eeg2music.compose import instrument as instruments
from eeg2music.compose.instrument import Instrument
from eeg2music.compose.performance import Performance, collage, perform, score
from eeg2music.compose.tables import TRAJECTORY
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.recital.listening import Heard, hear
from eeg2music.recital.page import Programme, render_page
from eeg2music.score.midi import RATE_HZ, render_part, silence, write_midi
from eeg2music.score.writing import Score

logger = logging.getLogger(__name__)
COLLAGE, SCORE, MIDI, STEMS = "collage.wav", "score.wav", "score.mid", "stems"
TRAJECTORY_FILE, PAGE = "trajectory.parquet", "index.html"
FILES = (COLLAGE, SCORE, MIDI, STEMS, TRAJECTORY_FILE, PAGE)
"""What lies in the folder."""
_QUIET = 1e-3
"""Of full scale: what is quieter than this limits no gain."""


def give(
    recording: Path,
    folder: Path,
    checkpoint: Path,
    start_s: float = 0.0,
    length_s: float | None = None,
) -> Programme:
    """Play a recording on an instrument, and write the music to a folder.

    Parameters
    ----------
    folder : Path
        New, empty, or of an earlier recital, which is replaced once the new one is whole.
    checkpoint : Path
        Folder of the instrument.
    start_s, length_s : float
        The part that is played; without a length, all that follows.

    Raises
    ------
    DataError
        If the folder holds anything else, or the recording cannot be played.
    """
    _check_folder(folder)
    instrument = instruments.load(checkpoint)
    heard = hear(instrument, recording, start_s, length_s)
    logger.info("%d frames of %s", len(heard.brain), recording.name)
    performance = perform(instrument, heard.brain, instrument.about.decoding)
    programme = _programme(instrument, heard, performance, recording, start_s)
    with whole_or_absent(folder) as made:
        (made / STEMS).mkdir(parents=True)
        rate, tokens = instrument.sounds.rate, performance.made.tokens
        write_audio(made / COLLAGE, normalise(collage(instrument, tokens), rate), rate)
        written = score(instrument, performance, instrument.about.decoding.seed)
        write_midi(written, made / MIDI)
        _write_score(made, written)
        _write_trajectory(made / TRAJECTORY_FILE, instrument, performance, programme)
        (made / PAGE).write_text(render_page(programme), encoding="utf-8")
    return programme


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        return
    strange = (
        sorted(each.name for each in folder.iterdir() if each.name not in FILES)
        if folder.is_dir()
        else [folder.name]
    )
    if strange:
        raise DataError(
            folder,
            expected="a new folder, or one of an earlier `eeg2music compose`",
            found=f"{strange[0]} in it" if folder.is_dir() else "a file",
            cure="Name another folder after -o: everything in it would be replaced.",
        )


def _write_score(folder: Path, written: Score) -> None:
    """The score as sound, and its parts, which add up to it.

    Each part is rendered twice, so that no more than one of them is held beside the whole.
    """
    whole, loudest = silence(written), _QUIET
    for part in written.parts:
        loudest = max(loudest, _add(whole, render_part(written, part)))
    gain = min(gain_of(whole, RATE_HZ), 1 / loudest)
    _write_louder(folder / SCORE, whole, gain)
    del whole
    for part in written.parts:
        stem = folder / STEMS / f"{part.name.lower()}.wav"
        _write_louder(stem, render_part(written, part), gain)


def _add(whole: np.ndarray, stem: np.ndarray) -> float:
    """Greatest amplitude of what is added."""
    whole += stem
    return peak(stem)


def _write_louder(path: Path, samples: np.ndarray, gain: float) -> None:
    samples *= gain
    write_audio(path, samples, RATE_HZ)


def _write_trajectory(
    target: Path, instrument: Instrument, performance: Performance, programme: Programme
) -> None:
    columns = performance.columns(instrument.about.grid.frame_s)
    columns["time"] = columns["time"] + programme.start_s
    meta = {
        "recording": programme.recording,
        "brains": instrument.about.brains,
        "are_generated": instrument.about.are_generated,
        "interpolated": list(programme.interpolated),
        "decoding": instrument.about.decoding.model_dump(),
    }
    parquet.write(target, TRAJECTORY, columns, meta)


def _programme(
    instrument: Instrument, heard: Heard, performance: Performance, recording: Path, start_s: float
) -> Programme:
    return Programme(
        recording=recording.name,
        brains=instrument.about.brains,
        caution=instrument.about.caution,
        start_s=start_s,
        frame_s=instrument.about.grid.frame_s,
        affect=performance.affect,
        interpolated=heard.interpolated,
        left_s=heard.left_s,
    )
