"""Tables of the audio."""

import pyarrow as pa

from eeg2music.columns import AUDIO_FRAME, SHARE
from eeg2music.parquet import Column, keyed

FILTER_BANK = keyed(
    "filter_bank",
    (
        Column("filter", pa.string(), "", "mel | chroma"),
        Column("index", pa.int16(), "", "band from the lowest, or pitch class from C"),
    ),
    Column("weight", pa.float32(), "", "weight of each bin of a power spectrum", ("bin",)),
)
AUDIO_FEATURES = keyed(
    "audio_features",
    AUDIO_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy per mel band", ("band",)),
    Column("chroma", pa.float32(), SHARE, "pitch-class profile", ("pitch_class",)),
    Column("onset", pa.float32(), "dB", "onset strength: mean and peak", ("statistic",)),
    Column("mfcc", pa.float32(), "dB", "mel-frequency cepstral coefficients", ("coefficient",)),
    Column("patch", pa.float32(), "dB", "log-mel spectrogram of the frame alone", ("band", "hop")),
)
