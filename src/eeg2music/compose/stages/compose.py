"""Stage ``compose``: one held-out trial's EEG to music (paper 3.2)."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.files import read_audio, write_audio
from eeg2music.audio.loudness import normalise
from eeg2music.compose import instrument as instruments
from eeg2music.compose.generation import Brain
from eeg2music.compose.params import Decoding
from eeg2music.compose.performance import brain_of, collage, perform, score
from eeg2music.compose.tables import COMPOSITION
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.errors import DataError
from eeg2music.parquet import Table
from eeg2music.score.midi import RATE_HZ, render, write_midi
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import AUDIO_TOKENS


def compose(
    *,
    subject: str,
    video: int,
    instrument: list[Path],
    eeg_frames: Path,
    audio_tokens: Path,
    heard: Path,
    dry: Path,
    compose: Decoding,
    generated: Output,
    tokens: Output,
    score_midi: Output,
    score_sound: Output,
    resynthesised: Output,
    shuffled: Output,
    reference: Output,
    accompaniment: Output,
) -> None:
    """Generate a trial's music, and what it is to be held against."""
    played = instruments.load(instrument[0].parent)
    frames = parquet.read(eeg_frames, EEG_FRAMES)
    own = perform(played, _brain(played, frames, video, eeg_frames), compose)
    other = perform(played, _brain(played, frames, _other(frames, video), eeg_frames), compose)
    told = _keys(frames, video) | own.columns(played.about.grid.frame_s)
    told["reference"] = _heard(audio_tokens, video)
    told["shuffled"] = other.made.tokens
    parquet.write(tokens, COMPOSITION, told, {"compose": compose.model_dump()})
    sounding = {"token": generated, "reference": resynthesised, "shuffled": shuffled}
    for name, target in sounding.items():
        _write(target, collage(played, told[name]), played.sounds.rate)
    written = score(played, own, compose.seed)
    write_midi(written, score_midi)
    _write(score_sound, render(written), RATE_HZ)
    for source, target in ((heard, reference), (dry, accompaniment)):
        _write(target, *read_audio(source))


def _write(target: Path, samples: np.ndarray, rate: int) -> None:
    write_audio(target, normalise(samples, rate), rate)


def _brain(played: instruments.Instrument, frames: Table, video: int, source: Path) -> Brain:
    rows = (frames.frame["video"] == video).to_numpy()
    if not rows.any():
        raise DataError(
            source,
            expected=f"the EEG during stimulus {video}",
            found="no such trial",
            cure="Exclude it under `exclude` in params.yaml, and another trial is chosen.",
        )
    return brain_of(played, frames.array("eeg")[rows], frames.array("de")[rows])


def _other(frames: Table, video: int) -> int:
    """Another trial of the same brain: the next one, or the only one."""
    videos = np.unique(frames.frame["video"])
    return int(videos[(np.searchsorted(videos, video) + 1) % len(videos)])


def _keys(frames: Table, video: int) -> dict[str, np.ndarray]:
    own = frames.frame[frames.frame["video"] == video]
    return {name: own[name].to_numpy() for name in EEG_FRAMES.key}


def _heard(audio_tokens: Path, video: int) -> np.ndarray:
    every = parquet.read(audio_tokens, AUDIO_TOKENS).frame
    return every.loc[every["video"] == video, "token"].to_numpy()
