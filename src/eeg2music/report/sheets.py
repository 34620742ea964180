"""Which rows and figures of which tables stand on the page of results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from eeg2music.compose.tables import MUSIC
from eeg2music.evaluation.tables import (
    ABLATION,
    CHORD_HITS,
    CLUSTER_HITS,
    GAINS,
    HITS,
    IDENTIFICATION,
    PROTOCOLS,
    TIME_SHIFTS,
)
from eeg2music.evaluation.tasks import DECISIVE_K
from eeg2music.evidence.tables import (
    CORRESPONDENCE,
    MODEL_DETECTION,
    POWER,
    READABLE,
    SHARED,
    SMALLEST_EFFECT,
    TOGETHER,
)
from eeg2music.parquet import Schema
from eeg2music.registry import OURS
from eeg2music.report.notation import decimal, percent, points

Notation = Callable[[float], str]


@dataclass(frozen=True)
class Sheet:
    """How one table stands on the page.

    Attributes
    ----------
    by : tuple of str
        Columns that name a row.
    across : tuple of str
        Columns whose values name the columns; empty: there is one.
    value, interval : str
        What is told, and how the columns of its interval begin; empty: it has none.
    where
        Column to the only value that is shown.
    beside
        Further columns, and how their figures are written.
    """

    schema: Schema
    title: str
    about: str
    by: tuple[str, ...]
    value: str
    notation: Notation
    across: tuple[str, ...] = ()
    interval: str = "ci"
    where: Mapping[str, object] = field(default_factory=dict)
    beside: Mapping[str, Notation] = field(default_factory=dict)


def _fine(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")


def _chance(value: float) -> str:
    return f"{value:.4f}"


_HEADLINE = {"protocol": "headline"}
_AT_K = {"k": DECISIVE_K}
_K = ("k",)
_CHANCES = {"chance_low": decimal, "chance_high": decimal, "p": _chance, "other_songs": decimal}
SHEETS: tuple[Sheet, ...] = (
    Sheet(
        HITS,
        "Hits@k",
        "Unseen listeners, unseen songs, all audio hidden.",
        by=("system",),
        value="hits",
        notation=percent,
        across=_K,
        where=_HEADLINE,
    ),
    Sheet(
        GAINS,
        "What ours gains",
        "Ours minus each row, position by position.",
        by=("other",),
        value="gain",
        notation=points,
        across=_K,
        where=_HEADLINE,
    ),
    Sheet(
        HITS,
        "Hits@k under the paper's protocol",
        "Songs are shared with training: memorisable.",
        by=("mask_ratio", "system"),
        value="hits",
        notation=percent,
        across=_K,
        where={"protocol": "paper"},
    ),
    Sheet(
        PROTOCOLS,
        "Hits@k under five protocols",
        "Systems trained shortly, all audio hidden.",
        by=("protocol", "system"),
        value="hits",
        notation=percent,
        across=_K,
    ),
    Sheet(
        PROTOCOLS,
        "What a protocol adds",
        "To what the headline's training reaches at the same positions.",
        by=("protocol", "system"),
        value="inflation",
        notation=points,
        across=_K,
        interval="inflation",
    ),
    Sheet(
        IDENTIFICATION,
        "Which segment was heard",
        "Accuracy, without a shift.",
        by=("system",),
        value="value",
        notation=percent,
        across=("measure",),
        where={"shift_s": 0.0},
    ),
    Sheet(
        CHORD_HITS,
        "Hits@k of chords",
        "Unseen listeners, unseen songs, all audio hidden.",
        by=("system",),
        value="hits",
        notation=percent,
        across=_K,
        where=_HEADLINE,
    ),
    Sheet(
        CLUSTER_HITS,
        "Listeners and songs one by one",
        f"Ours at k = {DECISIVE_K}.",
        by=("over", "cluster"),
        value="hits",
        notation=percent,
        interval="",
        where=_AT_K | {"system": OURS},
        beside={"gain": points},
    ),
    Sheet(
        TIME_SHIFTS,
        "EEG of another time",
        f"Ours at k = {DECISIVE_K}, shown EEG of so many seconds later in the trial.",
        by=("shift_s",),
        value="hits",
        notation=percent,
        where=_AT_K,
    ),
    Sheet(
        ABLATION,
        "An electrode silent",
        "Points of Hits@k that ours loses without it.",
        by=("channel",),
        value="lost",
        notation=points,
        across=_K,
    ),
    Sheet(
        SHARED,
        "What listeners share",
        "Correlation, summed over components, band by band.",
        by=("band",),
        value="correlation",
        notation=decimal,
        where={"component": TOGETHER},
        beside={"chance": decimal, "p": _chance, "other_songs": decimal},
    ),
    Sheet(
        READABLE,
        "What is read from features",
        "Shares, 0 to 1, and correlations of ratings.",
        by=("features",),
        value="value",
        notation=_fine,
        across=("target",),
    ),
    Sheet(
        READABLE,
        "What a blind reader reaches",
        "The same without the features.",
        by=("features",),
        value="chance",
        notation=_fine,
        across=("target",),
        interval="",
    ),
    Sheet(
        CORRESPONDENCE,
        "MFCC and EEG entries",
        "Canonical correlation; 0: the sum of all.",
        by=("fitted_on", "component"),
        value="correlation",
        notation=decimal,
        beside=_CHANCES,
    ),
    Sheet(
        POWER,
        "How often a planted coupling is found",
        "By its strength, SD in nats; at 0 nothing is planted.",
        by=("strength",),
        value="found",
        notation=percent,
        across=("test", "against"),
        interval="",
    ),
    Sheet(
        SMALLEST_EFFECT,
        "The smallest effect",
        "Nats that are found with the power asked.",
        by=("test", "against"),
        value="strength",
        notation=_fine,
        beside={"variance_share": percent},
    ),
    Sheet(
        MODEL_DETECTION,
        "A planted coupling, found by a model",
        "Hits@k after training on recordings into which so many nats were planted.",
        by=("strength", "system"),
        value="hits",
        notation=percent,
        across=_K,
    ),
    Sheet(
        MODEL_DETECTION,
        "What the model gains there",
        "Over the best that sees no brain.",
        by=("strength", "system"),
        value="gain",
        notation=points,
        across=_K,
        interval="gain",
    ),
    Sheet(
        MUSIC,
        "Whether music carries what was heard",
        "Against another song is the floor, resynthesised the most that can be reached.",
        by=("measure",),
        value="value",
        notation=decimal,
        across=("condition",),
    ),
)
"""In the order of the page."""
