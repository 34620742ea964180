"""What of a run may be given to anybody: no signal of a person, and nothing that is licensed.

Results go from one machine of their owner to the next whole (`pipeline.versions.pull`); an archive
is for everybody, so it takes less.
"""

from pathlib import Path

from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.demo.tables import SOURCES
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES, SLICES
from eeg2music.errors import DataError
from eeg2music.export.schemas import schema_of

_SIGNALS = {each.name for each in (SLICES, EEG_FRAMES, SOURCES)}
"""Tables that hold the recording itself, filtered or cut."""
_OF_A_CORPUS = {each.name for each in (TRIALS, EEG_FEATURES, AUDIO_FEATURES)}
"""Tables that hold a corpus moment by moment, or what its listeners answered."""
_SOUNDS = {".wav", ".flac", ".mp3"}
_PLAIN = {".html", ".css", ".js", ".svg", ".json", ".csv", ".md", ".tex", ".mid", ".safetensors"}
_SCORE = ".score"
"""Ends the stem of sound that is played from notes, and holds no song's."""


def withheld(path: Path, *, is_generated: bool) -> str:
    """Why a file is not for everybody; empty if it is.

    Parameters
    ----------
    is_generated
        Whether brains and songs were generated, so that nobody has a right in them.
    """
    if path.name.startswith("."):
        return "working files"
    if path.suffix == ".parquet":
        return _of_table(path, is_generated)
    if path.suffix in _SOUNDS:
        is_free = is_generated or path.stem.endswith(_SCORE)
        return "" if is_free else "sound made of the songs, which are licensed"
    return "" if path.suffix in _PLAIN else "of no known kind"


def _of_table(path: Path, is_generated: bool) -> str:
    try:
        name = schema_of(path).name
    except DataError:
        return "no table of eeg2music"
    if name in _SIGNALS:
        return "signals: what was recorded, filtered and cut"
    if name in _OF_A_CORPUS and not is_generated:
        return "a corpus moment by moment, and its ratings, which are licensed"
    return ""
