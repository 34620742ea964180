"""Tables of the split and of Hits@k."""

import pyarrow as pa

from eeg2music.columns import COHORT, EEG_FRAME, SHARE, SUBJECT, VIDEO
from eeg2music.parquet import Column, keyed

SPLIT = keyed(
    "split",
    (SUBJECT, VIDEO),
    Column(
        "part",
        pa.string(),
        "",
        "train | validation_headline | validation_paper | headline | paper | unused | excluded",
    ),
)
SONG_SPLIT = keyed(
    "song_split", (VIDEO,), Column("part", pa.string(), "", "train | validation | test")
)
_WHERE = (
    Column("protocol", pa.string(), "", "headline | paper"),
    Column("mask_ratio", pa.float64(), SHARE, "audio tokens hidden"),
)
_WHO = (
    Column("system", pa.string(), "", "name in the tables"),
    Column("kind", pa.string(), "", "system | control | oracle"),
    *_WHERE,
)
_K = Column("k", pa.int32(), "", "candidates looked at")
_CLUSTERS = (
    Column("n_subjects", pa.int32(), "", "subjects scored"),
    Column("n_songs", pa.int32(), "", "songs scored"),
)
SCORES = keyed(
    "scores",
    (*_WHO, Column("seed", pa.int32(), "", "training seed"), COHORT, *EEG_FRAME),
    Column("target", pa.int32(), "", "reference audio token"),
    Column("rank", pa.int32(), "", "rank of the reference, 1 is best, ties count against it"),
)
HITS = keyed(
    "hits",
    (*_WHO, _K, COHORT),
    Column("coupling", pa.string(), "", "whether brains follow music: planted | null | recorded"),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15)"),
    Column("ci_low", pa.float64(), SHARE, "lower end of the interval"),
    Column("ci_high", pa.float64(), SHARE, "upper end of the interval"),
    Column("n_positions", pa.int32(), "", "masked positions scored, over seeds"),
    *_CLUSTERS,
    Column("seeds", pa.int32(), "", "trained models behind the row"),
)
_DIFFERENCE = "difference of shares"
GAINS = keyed(
    "gains",
    (Column("other", pa.string(), "", "system that ours is held against"), *_WHERE, _K, COHORT),
    Column("gain", pa.float64(), _DIFFERENCE, "Hits@k of ours minus the other's, same positions"),
    Column("ci_low", pa.float64(), _DIFFERENCE, "lower end of the interval"),
    Column("ci_high", pa.float64(), _DIFFERENCE, "upper end of the interval"),
    Column(
        "smallest", pa.float64(), _DIFFERENCE, "least true gain that would have shown; inf: none"
    ),
    *_CLUSTERS,
)
