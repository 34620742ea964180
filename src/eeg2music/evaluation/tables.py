"""Tables of the split, of Hits@k and of identification."""

import pyarrow as pa

from eeg2music.columns import (
    CLUSTERS,
    COHORT,
    DIFFERENCE,
    EEG_FRAME,
    SHARE,
    SLICE,
    SUBJECT,
    VIDEO,
    interval,
)
from eeg2music.parquet import Column, keyed

SPLIT = keyed(
    "split",
    (SUBJECT, VIDEO),
    Column(
        "part",
        pa.string(),
        "",
        "train | validation_headline | validation_paper | headline | paper | within_subject"
        " | unused | excluded",
    ),
)
SLICE_SPLIT = keyed(
    "slice_split",
    (SUBJECT, VIDEO, SLICE),
    Column("part", pa.string(), "", "as of `split`: of the trial, if the slice tests"),
)
SONG_SPLIT = keyed(
    "song_split", (VIDEO,), Column("part", pa.string(), "", "train | validation | test")
)
_WHERE = (
    Column("protocol", pa.string(), "", "headline | paper | within_subject | calibration | slice"),
    Column("mask_ratio", pa.float64(), SHARE, "audio tokens hidden"),
)
_SYSTEM = (
    Column("system", pa.string(), "", "name in the tables"),
    Column("kind", pa.string(), "", "system | control | oracle"),
)
_WHO = (*_SYSTEM, *_WHERE)
_K = Column("k", pa.int32(), "", "candidates looked at")
_SEED = Column("seed", pa.int32(), "", "training seed")
SCORES = keyed(
    "scores",
    (*_WHO, _SEED, COHORT, *EEG_FRAME),
    Column("target", pa.int32(), "", "reference audio token"),
    Column("rank", pa.int32(), "", "rank of the reference, 1 is best, ties count against it"),
    Column("chord_rank", pa.int32(), "", "rank of its chord among the chords of all entries"),
)
ENTRY_CHORDS = keyed(
    "entry_chords",
    (Column("id", pa.int32(), "", "entry of the audio dictionary, its token"),),
    Column("chord", pa.string(), "", "major or minor triad, as Harte et al. write it; N: none"),
)
_HITS = (
    (*_WHO, _K, COHORT),
    Column("coupling", pa.string(), "", "whether brains follow music: planted | null | recorded"),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15)"),
    *interval(SHARE),
    Column("n_positions", pa.int32(), "", "masked positions scored, over seeds"),
    *CLUSTERS,
    Column("seeds", pa.int32(), "", "trained models behind the row"),
)
HITS = keyed("hits", *_HITS)
CHORD_HITS = keyed("chord_hits", *_HITS)
GAINS = keyed(
    "gains",
    (Column("other", pa.string(), "", "system that ours is held against"), *_WHERE, _K, COHORT),
    Column("gain", pa.float64(), DIFFERENCE, "Hits@k of ours minus the other's, same positions"),
    *interval(DIFFERENCE),
    Column(
        "smallest", pa.float64(), DIFFERENCE, "least true gain that would have shown; inf: none"
    ),
    *CLUSTERS,
)
LEADS = keyed(
    "leads",
    (
        Column("system", pa.string(), "", "system that looks at brains"),
        Column("other", pa.string(), "", "guess without one"),
        *_WHERE,
        _K,
        COHORT,
    ),
    Column("gain", pa.float64(), DIFFERENCE, "Hits@k of the system minus the guess's"),
    Column("p", pa.float64(), SHARE, "one-sided, adjusted for all rows of the same positions"),
)
CLUSTER_HITS = keyed(
    "cluster_hits",
    (
        COHORT,
        _K,
        Column("system", pa.string(), "", "ours | a guess without a brain"),
        Column("over", pa.string(), "", "subject | song | trials: subjects × songs"),
        Column("cluster", pa.string(), "", "which of them; of trials the worst decile"),
    ),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15), headline protocol, mean over seeds"),
    Column("gain", pa.float64(), DIFFERENCE, "that minus the baseline's, same positions"),
    Column("baseline", pa.string(), "", "guess of the highest Hits@k over all positions"),
    Column("n_positions", pa.int32(), "", "masked positions behind the hits"),
)
COMPARISON = keyed(
    "comparison",
    (*_WHERE, Column("cell", pa.string(), "", "system, and the variant of it: SYSTEM+VARIANT"), _K),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15)"),
    *interval(SHARE, of="hits"),
    Column("gain", pa.float64(), DIFFERENCE, "Hits@k minus that of the reference"),
    *interval(DIFFERENCE, of="gain"),
    Column(
        "smallest", pa.float64(), DIFFERENCE, "least true gain that would have shown; inf: none"
    ),
    Column("p", pa.float64(), SHARE, "of the gain, two-sided, adjusted; NaN of the reference"),
    Column("p_baseline", pa.float64(), SHARE, "of a lead on every guess without a brain, adjusted"),
    *CLUSTERS,
)
TIME_SHIFTS = keyed(
    "time_shifts",
    (
        COHORT,
        Column("system", pa.string(), "", "name in the tables"),
        Column("shift_s", pa.float64(), "s", "how much later in the trial the EEG is taken from"),
        _K,
    ),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15), headline, all audio masked"),
    *interval(SHARE),
    *CLUSTERS,
)
ABLATION = keyed(
    "ablation",
    (
        COHORT,
        Column("system", pa.string(), "", "name in the tables"),
        Column("channel", pa.string(), "", "electrode that is silent"),
        _K,
    ),
    Column("lost", pa.float64(), DIFFERENCE, "Hits@k with all electrodes minus without it"),
    *interval(DIFFERENCE),
    *CLUSTERS,
)
PROTOCOLS = keyed(
    "protocols",
    (
        COHORT,
        Column(
            "protocol", pa.string(), "", "headline | paper | within_subject | calibration | slice"
        ),
        Column("system", pa.string(), "", "name in the tables"),
        _K,
    ),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15), all audio masked"),
    *interval(SHARE),
    Column("gain", pa.float64(), DIFFERENCE, "minus the best that knows no brain, trained alike"),
    *interval(DIFFERENCE, of="gain"),
    Column("p", pa.float64(), SHARE, "of the gain, one-sided, adjusted for all k; NaN: no brain"),
    Column(
        "inflation",
        pa.float64(),
        DIFFERENCE,
        "minus what the headline's training reaches, same positions; NaN: not tested there",
    ),
    *interval(DIFFERENCE, of="inflation"),
    Column("n_positions", pa.int32(), "", "positions scored, over seeds"),
    *CLUSTERS,
)
SEGMENTS = keyed(
    "segments",
    (
        *_SYSTEM,
        _SEED,
        COHORT,
        SUBJECT,
        VIDEO,
        SLICE,
        Column("shift", pa.int32(), "frames", "how much later in their songs segments lie"),
    ),
    Column("better", pa.int32(), "", "others that score at least as well as the own segment"),
    Column("others", pa.int32(), "", "segments that the own one is held against"),
)
IDENTIFICATION = keyed(
    "identification",
    (
        COHORT,
        *_SYSTEM,
        Column("shift_s", pa.float64(), "s", "how much later in their songs segments lie"),
        Column("measure", pa.string(), "", "N-way: the own one is first among N | rank: accuracy"),
    ),
    Column("value", pa.float64(), SHARE, "mean over segments"),
    *interval(SHARE),
    Column("chance", pa.float64(), SHARE, "what a blind choice reaches"),
    Column("n_segments", pa.int32(), "", "segments scored, over seeds"),
    *CLUSTERS,
    Column("seeds", pa.int32(), "", "trained models behind the row"),
)
