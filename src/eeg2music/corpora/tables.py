"""Tables of what a corpus holds."""

import pyarrow as pa

from eeg2music.columns import AUDIO_FRAME, SUBJECT, VIDEO
from eeg2music.parquet import Column, keyed

MANIFEST = keyed(
    "manifest",
    (Column("file", pa.string(), "", "path below the raw folder"),),
    Column("kind", pa.string(), "", "recording | stimulus | metadata"),
    Column("bytes", pa.int64(), "B", "size"),
    Column("sha256", pa.string(), "", "digest of the bytes"),
)
TRIALS = keyed(
    "trials",
    (SUBJECT, VIDEO),
    Column("excluded", pa.string(), "", "why the trial cannot be used; empty if it can"),
    Column("interpolated", pa.string(), "", "channels marked or found bad: JSON list of names"),
    *(
        Column(name, pa.float32(), "1-9", f"the subject's rating of {name}; NaN if none")
        for name in ("valence", "arousal", "dominance", "liking")
    ),
)
EXCLUSIONS = keyed(
    "exclusions",
    (
        Column("subject", pa.string(), "", "who; empty: everyone"),
        Column("video", pa.int16(), "", "which stimulus; 0: every one"),
        Column("reason", pa.string(), "", "why it does not take part"),
    ),
)
INTERPOLATED = keyed(
    "interpolated",
    (SUBJECT, Column("channel", pa.string(), "", "marked bad, or found so")),
    Column("videos", pa.string(), "", "in which it was taken from the others"),
)
LATENTS = keyed(
    "latents",
    AUDIO_FRAME,
    Column("valence", pa.int8(), "level, 0-2", "planted valence"),
    Column("arousal", pa.int8(), "level, 0-2", "planted arousal"),
    Column("chord", pa.int8(), "index, 0-5", "planted chord, within its valence"),
)
