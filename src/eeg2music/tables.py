"""The tables of the pipeline: one schema each."""

import pyarrow as pa

from eeg2music.parquet import Column, Schema, Table, read, read_many, write

__all__ = ["Column", "Schema", "Table", "read", "read_many", "write"]

SUBJECT = Column("subject", pa.string(), "", "subject, s01-s32 in DEAP")
VIDEO = Column("video", pa.int16(), "", "stimulus, DEAP's Experiment_id")
SLICE = Column("slice", pa.int16(), "", "slice within the trial, from 0")
FRAME = Column("frame", pa.int16(), "", "frame within the slice, from 0")
TOKEN = Column("token", pa.int32(), "", "nearest dictionary entry (Eqs. 5, 9)")
DISTANCE = Column("distance", pa.float32(), "SD", "distance to that entry's centroid")
SHARE = "share, 0-1"

_EEG_FRAME = (SUBJECT, VIDEO, SLICE, FRAME)
_AUDIO_FRAME = (VIDEO, SLICE, FRAME)


def _keyed(name: str, key: tuple[Column, ...], *columns: Column) -> Schema:
    return Schema(name, key + columns, tuple(column.name for column in key))


MANIFEST = _keyed(
    "manifest",
    (Column("file", pa.string(), "", "path below the raw folder"),),
    Column("kind", pa.string(), "", "recording | stimulus | metadata"),
    Column("bytes", pa.int64(), "B", "size"),
    Column("sha256", pa.string(), "", "digest of the bytes"),
)
SLICES = _keyed(
    "slices",
    (SUBJECT, VIDEO, SLICE),
    Column("eeg", pa.float32(), "µV", "filtered, average-referenced EEG", ("channel", "sample")),
)
TRIALS = _keyed(
    "trials",
    (SUBJECT, VIDEO),
    Column("excluded", pa.string(), "", "why the trial cannot be used; empty if it can"),
    *(
        Column(name, pa.float32(), "1-9", f"the subject's rating of {name}; NaN if none")
        for name in ("valence", "arousal", "dominance", "liking")
    ),
)
EXCLUSIONS = _keyed(
    "exclusions",
    (
        Column("subject", pa.string(), "", "who; empty: everyone"),
        Column("video", pa.int16(), "", "which stimulus; 0: every one"),
        Column("reason", pa.string(), "", "why it does not take part"),
    ),
)
EEG_FEATURES = _keyed(
    "eeg_features",
    _EEG_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy", ("channel", "band")),
)
FILTER_BANK = _keyed(
    "filter_bank",
    (
        Column("filter", pa.string(), "", "mel | chroma"),
        Column("index", pa.int16(), "", "band from the lowest, or pitch class from C"),
    ),
    Column("weight", pa.float32(), "", "weight of each bin of a power spectrum", ("bin",)),
)
AUDIO_FEATURES = _keyed(
    "audio_features",
    _AUDIO_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy per mel band", ("band",)),
    Column("chroma", pa.float32(), SHARE, "pitch-class profile", ("pitch_class",)),
    Column("onset", pa.float32(), "dB", "onset strength: mean and peak", ("statistic",)),
    Column("mfcc", pa.float32(), "dB", "mel-frequency cepstral coefficients", ("coefficient",)),
    Column("patch", pa.float32(), "dB", "log-mel spectrogram of the frame alone", ("band", "hop")),
)
SPLIT = _keyed(
    "split",
    (SUBJECT, VIDEO),
    Column("part", pa.string(), "", "train | validation | headline | paper | unused | excluded"),
)
DICTIONARY = _keyed(
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
SEARCH = _keyed(
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
EEG_TOKENS = _keyed("eeg_tokens", _EEG_FRAME, TOKEN, DISTANCE)
AUDIO_TOKENS = _keyed("audio_tokens", _AUDIO_FRAME, TOKEN, DISTANCE)
CURVE = _keyed(
    "curve",
    (Column("epoch", pa.int32(), "", "epoch, from 1"),),
    Column("train_loss", pa.float64(), "nats", "composite loss (Eq. 13), training part"),
    Column("validation_loss", pa.float64(), "nats", "all audio masked, validation part"),
    Column("validation_hits_5", pa.float64(), SHARE, "Hits@5, all audio masked, validation part"),
    Column("learning_rate", pa.float64(), "", "at the epoch's end"),
)
_WHO = (
    Column("system", pa.string(), "", "name in the tables"),
    Column("kind", pa.string(), "", "system | control | oracle"),
    Column("protocol", pa.string(), "", "headline | paper"),
    Column("mask_ratio", pa.float64(), SHARE, "audio tokens hidden"),
)
COUPLING = Column("coupling", pa.string(), "", "planted | null | recorded")
SCORES = _keyed(
    "scores",
    (*_WHO, Column("seed", pa.int32(), "", "training seed"), COUPLING, *_EEG_FRAME),
    Column("target", pa.int32(), "", "reference audio token"),
    Column("rank", pa.int32(), "", "rank of the reference, 1 is best, ties count against it"),
)
HITS = _keyed(
    "hits",
    (*_WHO, Column("k", pa.int32(), "", "candidates looked at"), COUPLING),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15)"),
    Column("ci_low", pa.float64(), SHARE, "lower end of the interval"),
    Column("ci_high", pa.float64(), SHARE, "upper end of the interval"),
    Column("n_positions", pa.int32(), "", "masked positions scored, over seeds"),
    Column("n_subjects", pa.int32(), "", "subjects scored"),
    Column("n_songs", pa.int32(), "", "songs scored"),
    Column("seeds", pa.int32(), "", "trained models behind the row"),
)
COMPOSITION = _keyed(
    "composition",
    _EEG_FRAME,
    Column("time", pa.float64(), "s", "start of the frame in the trial"),
    TOKEN,
    Column("probability", pa.float32(), SHARE, "the model's for that token"),
    Column("reference", pa.int32(), "", "token of the music that was heard"),
)
LATENTS = _keyed(
    "latents",
    _AUDIO_FRAME,
    Column("valence", pa.int8(), "level, 0-2", "planted valence"),
    Column("arousal", pa.int8(), "level, 0-2", "planted arousal"),
    Column("chord", pa.int8(), "index, 0-5", "planted chord, within its valence"),
)
SOURCES = _keyed(
    "sources",
    _EEG_FRAME,
    Column("log_power", pa.float32(), "nats", "planted log power of each source", ("source",)),
)
