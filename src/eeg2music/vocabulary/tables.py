"""Tables of the dictionaries and of tokens."""

import pyarrow as pa

from eeg2music.columns import AUDIO_FRAME, DISTANCE, EEG_FRAME, SHARE, TOKEN
from eeg2music.parquet import Column, keyed

DICTIONARY = keyed(
    "dictionary",
    (Column("id", pa.int32(), "", "dictionary entry, its token"),),
    Column("count", pa.int32(), "frames", "training frames whose nearest entry it is"),
    Column("centroid", pa.float32(), "SD", "centre of the cluster", ("component",)),
    Column(
        "features",
        pa.float32(),
        "as the modality's features",
        "features of the representative frames, nearest first",
        ("representative", "feature"),
    ),
    Column(
        "segments",
        pa.int16(),
        "",
        "where the representative frames lie; subject: place in `subjects`, 0 for audio",
        ("representative", "subject_video_slice_frame"),
    ),
)
SEARCH = keyed(
    "search",
    (
        Column("min_points", pa.int32(), "frames", "MinPts (Eq. 2)"),
        Column("eps", pa.float64(), "SD", "radius (Eq. 1)"),
    ),
    Column("entries", pa.int32(), "", "clusters found"),
    Column("noise", pa.float64(), SHARE, "frames in no cluster"),
    Column("largest", pa.float64(), SHARE, "largest cluster before assignment"),
    Column("perplexity", pa.float64(), "entries", "effective entries after assignment"),
    Column("cost", pa.float64(), "", "what the search minimises"),
)
EEG_TOKENS = keyed("eeg_tokens", EEG_FRAME, TOKEN, DISTANCE)
AUDIO_TOKENS = keyed(
    "audio_tokens",
    AUDIO_FRAME,
    TOKEN,
    DISTANCE,
    Column("point", pa.float32(), "SD", "where the frame lies among the entries", ("component",)),
)
