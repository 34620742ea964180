"""Tables of the music."""

import pyarrow as pa

from eeg2music.columns import EEG_FRAME, SHARE, SUBJECT, TOKEN, VIDEO, interval
from eeg2music.parquet import Column, keyed

_READ = "read from the EEG; a reading may pass the ends, where no song lies"
_LEVEL, TIME = "-1 to 1", Column("time", pa.float64(), "s", "start of the frame")
PLAYED = (
    TOKEN,
    Column("probability", pa.float32(), SHARE, "of that token, where it was placed"),
    Column("valence", pa.float32(), _LEVEL, _READ),
    Column("valence_sd", pa.float32(), _LEVEL, "standard deviation of it"),
    Column("arousal", pa.float32(), _LEVEL, _READ),
    Column("arousal_sd", pa.float32(), _LEVEL, "standard deviation of it"),
)
TRAJECTORY = keyed("trajectory", (TIME,), *PLAYED)
COMPOSITION = keyed(
    "composition",
    EEG_FRAME,
    TIME,
    *PLAYED,
    Column("reference", pa.int32(), "", "token of the music that was heard"),
    Column("shuffled", pa.int32(), "", "token made of another trial's EEG"),
)
ENTRIES = keyed(
    "entries",
    (Column("id", pa.int32(), "", "entry of the audio dictionary, its token"),),
    Column("centroid", pa.float32(), "SD", "where it lies among the others", ("component",)),
    Column("chroma", pa.float32(), SHARE, "mean pitch-class profile of it", ("pitch_class",)),
    Column("affect", pa.float32(), _LEVEL, "valence and arousal that it is worth", ("dimension",)),
    Column("affect_sd", pa.float32(), _LEVEL, "standard deviation of that", ("dimension",)),
    Column("evidence", pa.float32(), "nats", "for itself, so many frames away", ("lag",)),
    Column(
        "segments",
        pa.int16(),
        "",
        "video and frame of the trial where it sounds like that, nearest first",
        ("representative", "video_frame"),
    ),
)
JUDGEMENTS = keyed(
    "judgements",
    (
        SUBJECT,
        VIDEO,
        Column("measure", pa.string(), "", "what is judged, see docs/music.md"),
        Column("condition", pa.string(), "", "generated | score | resynthesised | shuffled"),
        Column("against", pa.int16(), "", "stimulus that it is held against: another, if shuffled"),
        Column("place", pa.int16(), "", "slice of the trial, or 0 where all of it is judged"),
    ),
    Column("made", pa.float32(), "", "of the music: an emotion from -1 to 1, or its score"),
    Column("true", pa.float32(), _LEVEL, "emotion of what was heard; NaN if it is not compared"),
)
MUSIC = keyed(
    "music",
    (
        Column("measure", pa.string(), "", "what is judged"),
        Column("condition", pa.string(), "", "generated | score | resynthesised | shuffled"),
    ),
    Column("value", pa.float64(), "", "correlation, share or distance"),
    *interval(""),
    Column("n_subjects", pa.int32(), "", "listeners"),
    Column("n_songs", pa.int32(), "", "songs"),
)
