"""Tables of what recordings tell without a model."""

import pyarrow as pa

from eeg2music.columns import CLUSTERS, COHORT, DIFFERENCE, SHARE, SUBJECT, VIDEO, interval
from eeg2music.parquet import Column, keyed

TOGETHER = 0
"""Number of the component that is the sum of all."""
ENTROPY, NORMALISED = "entropy", "normalised entropy"
TOKENS, ENCODER = "EEG tokens", "encoder"
_BAND = Column("band", pa.string(), "", "band of the differential entropy | all of them together")
_COMPONENT = Column("component", pa.int32(), "", "from 1, the most shared one")
_R = "Pearson's r"
_ONE_SIDED = "one-sided; of the sums adjusted for all bands together"
INTER_SUBJECT = keyed(
    "inter_subject",
    (COHORT, _BAND, _COMPONENT, SUBJECT, VIDEO),
    Column(
        "correlation",
        pa.float32(),
        _R,
        "of the listener, shifted in a circle by 0, 1, ... frames, with those who do not test",
        ("shift",),
    ),
    Column(
        "across_songs",
        pa.float32(),
        _R,
        "of the listener with those who do not test in each song that tests; NaN: any other",
        ("song",),
    ),
)
PATTERNS = keyed(
    "patterns",
    (COHORT, _BAND, _COMPONENT, Column("channel", pa.string(), "", "electrode")),
    Column("pattern", pa.float64(), "SD", "how strongly it goes along with the component"),
)
SHARED = keyed(
    "shared",
    (
        COHORT,
        _BAND,
        Column(
            "component",
            pa.int32(),
            "",
            "from 1, the most shared one; 0: the sum of all, which may pass 1",
        ),
    ),
    Column("correlation", pa.float64(), _R, "mean over unseen listeners of unseen songs"),
    *interval(_R),
    Column("chance", pa.float64(), _R, "what is not exceeded by chance, with the confidence asked"),
    Column("smallest", pa.float64(), _R, "least true value that would have shown; inf: none"),
    Column("p", pa.float64(), SHARE, f"against shifts; {_ONE_SIDED}"),
    Column("other_songs", pa.float64(), _R, "mean with others in other songs; NaN: one song"),
    Column("p_other_songs", pa.float64(), SHARE, f"against songs exchanged; {_ONE_SIDED}"),
    *CLUSTERS,
)
CORRESPONDENCE = keyed(
    "correspondence",
    (
        COHORT,
        Column(
            "fitted_on", pa.string(), "", "part that directions are fitted on: train | headline"
        ),
        Column(
            "component",
            pa.int32(),
            "",
            "from 1, most correlated where fitted; 0: the sum, up to their number",
        ),
    ),
    Column("correlation", pa.float64(), _R, "of MFCC and EEG entries, mean over headline trials"),
    *interval(_R, note="NaN: fitted on those trials"),
    Column("chance_low", pa.float64(), _R, "lower end of what shifted songs reach"),
    Column("chance_high", pa.float64(), _R, "upper end of what shifted songs reach"),
    Column("p", pa.float64(), SHARE, "one-sided, against shifts"),
    Column("other_songs", pa.float64(), _R, "mean when songs are exchanged"),
    Column("p_other_songs", pa.float64(), SHARE, "one-sided, against songs exchanged"),
    Column("n_trials", pa.int32(), "", "headline trials"),
    *CLUSTERS,
)
_WHAT = (
    Column("features", pa.string(), "", "what was read from"),
    Column("target", pa.string(), "", "subject | stimulus | valence | arousal | …"),
)
PROBES = keyed(
    "probes",
    (COHORT, *_WHAT, SUBJECT, VIDEO),
    Column("total", pa.float64(), "", "slices told right; of ratings, product of z-scores"),
    Column("count", pa.int32(), "", "slices tried; of ratings 1"),
    Column("chance", pa.float64(), "", "what a blind reader's mean is"),
)
READABLE = keyed(
    "readable",
    (COHORT, *_WHAT),
    Column("value", pa.float64(), "", "share told right; of ratings Pearson's r within listeners"),
    *interval(""),
    Column("chance", pa.float64(), "", "what a blind reader reaches"),
    *CLUSTERS,
)
_TEST = (
    Column("test", pa.string(), "", "decoding | inter-subject correlation"),
    Column("against", pa.string(), "", "what it is held against: shifts | songs, exchanged"),
)
_STRENGTH = Column("strength", pa.float64(), "nats", "SD of what was planted; 0: nothing")
_VARIANCE_SHARE = Column(
    "variance_share", pa.float64(), SHARE, "of the entropy's variance in a trial that was planted"
)
DETECTION = keyed(
    "detection",
    (COHORT, Column("draw", pa.int32(), "", "of a coupling and a background"), *_TEST, _STRENGTH),
    _VARIANCE_SHARE,
    Column("p", pa.float64(), SHARE, "one-sided; of correlation adjusted for all bands"),
    Column("band", pa.string(), "", "that it was planted into"),
    Column("channel", pa.string(), "", "electrode in the middle of where"),
    Column("delay_s", pa.float64(), "s", "by which brains were late"),
    *CLUSTERS,
)
POWER = keyed(
    "power",
    (COHORT, *_TEST, _STRENGTH),
    _VARIANCE_SHARE,
    Column("found", pa.float64(), SHARE, "of draws; at strength 0, false positives"),
    *interval(SHARE),
    Column("draws", pa.int32(), "", "how many there were"),
)
MODEL_DETECTION = keyed(
    "model_detection",
    (
        COHORT,
        Column("system", pa.string(), "", "name in the tables"),
        Column("k", pa.int32(), "", "candidates looked at"),
    ),
    Column("strength", pa.float64(), "nats", "SD of what was planted"),
    Column("hits", pa.float64(), SHARE, "Hits@k (Eq. 15), headline, all audio masked"),
    *interval(SHARE),
    Column("gain", pa.float64(), DIFFERENCE, "minus the best that sees no brain"),
    *interval(DIFFERENCE, of="gain"),
    Column("p", pa.float64(), SHARE, "of the gain, one-sided, adjusted for all k; NaN: no brain"),
    *CLUSTERS,
)
SMALLEST_EFFECT = keyed(
    "smallest_effect",
    (COHORT, *_TEST),
    Column("strength", pa.float64(), "nats", "found with the power asked; inf: none was"),
    *interval("nats"),
    Column("variance_share", pa.float64(), SHARE, "of the entropy's variance; NaN: none"),
    *CLUSTERS,
)
