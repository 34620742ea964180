"""Tables of the audio."""

import pyarrow as pa

from eeg2music.columns import AUDIO_FRAME, SHARE
from eeg2music.parquet import Column, keyed

AUDIO_FEATURES = keyed(
    "audio_features",
    AUDIO_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy per mel band", ("band",)),
    Column("chroma", pa.float32(), SHARE, "pitch-class profile", ("pitch_class",)),
    Column("onset", pa.float32(), "dB", "onset strength: mean and peak", ("statistic",)),
    Column("mfcc", pa.float32(), "dB", "mel-frequency cepstral coefficients", ("coefficient",)),
    Column("patch", pa.float32(), "dB", "log-mel spectrogram of the frame alone", ("band", "hop")),
)
