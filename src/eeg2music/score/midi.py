"""Scores as MIDI, and as sound through a SoundFont."""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import symusic

from eeg2music.score.writing import Part, Score

TICKS = 480
"""Of a quarter note, which is a beat."""
RATE_HZ = 44_100
_SOUND_FONT = "pretty_midi/TimGM6mb.sf2"
_QUALITY = 4
"""Of interpolation between samples, 0 to 6."""
_FADE_S = 0.1
"""At the end, where notes would still sound."""


def to_midi(score: Score, parts: tuple[Part, ...] | None = None) -> symusic.Score:
    """A score as MIDI: its tempo bar by bar, metre, key and named tracks.

    Parameters
    ----------
    parts : tuple of Part, optional
        Only these.
    """
    told = symusic.Score(TICKS)
    told.time_signatures.append(symusic.TimeSignature(0, score.bars[0].beats, 4))
    told.key_signatures.append(
        symusic.KeySignature(0, score.key.sharps, int(score.key.mode == "minor"))
    )
    for bar in score.bars:
        told.tempos.append(symusic.Tempo(bar.first_beat * TICKS, 60 / bar.beat_s))
    for part in score.parts if parts is None else parts:
        track = symusic.Track(part.name, part.program, part.is_drums)
        for note in part.notes:
            start, length = round(note.start * TICKS), max(round(note.length * TICKS), 1)
            track.notes.append(symusic.Note(start, length, note.pitch, note.velocity))
        told.tracks.append(track)
    return told


def write_midi(score: Score, path: Path) -> None:
    """Write a score as a MIDI file."""
    path.write_bytes(to_midi(score).dumps_midi())  # dump_midi says nothing of a full disk


def render(score: Score) -> np.ndarray:
    """A score as sound: the sum of its parts, as of `render_part`."""
    whole = silence(score)
    for part in score.parts:
        whole += render_part(score, part)
    return whole


def render_part(score: Score, part: Part) -> np.ndarray:
    """One part of a score as sound.

    Returns
    -------
    ndarray of float32, shape (2, samples)
        At `RATE_HZ`, from the first beat to the last bar's end.
    """
    samples = _samples(score)
    if not part.notes:
        return silence(score)
    played = _synthesiser().render(to_midi(score, (part,)), stereo=True)[:, :samples]
    lacking = samples - played.shape[1]
    whole = np.pad(played, ((0, 0), (0, lacking))) if lacking else played
    faded = min(round(_FADE_S * RATE_HZ), samples)
    whole[:, samples - faded :] *= np.linspace(1, 0, faded, dtype=np.float32)
    return whole


def silence(score: Score) -> np.ndarray:
    """Sound as long as a score, shape (2, samples)."""
    return np.zeros((2, _samples(score)), np.float32)


def _samples(score: Score) -> int:
    return round(score.bars[-1].stop_s * RATE_HZ)


@cache
def _synthesiser() -> symusic.Synthesizer:
    """With the SoundFont that pretty_midi installs; its licence (GPL) is its own."""
    font = distribution("pretty_midi").locate_file(_SOUND_FONT)
    return symusic.Synthesizer(sf_path=str(font), sample_rate=RATE_HZ, quality=_QUALITY)
