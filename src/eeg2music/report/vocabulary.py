"""The health of both vocabularies as tables, beside every Hits@k."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from eeg2music.vocabulary.health import beyond
from eeg2music.vocabulary.params import Vocabulary

Health = Mapping[str, Mapping[str, Any]]
"""Modality to its figures, as in ``health.json``."""

MODALITIES = ("eeg", "audio")
PARTS = ("train", "test")

_FIGURES = MappingProxyType(
    {
        "entries": ("Entries", "tokens in the dictionary", "{:,.0f}"),
        "perplexity": ("Perplexity", "entries in effective use", "{:.1f}"),
        "evenness": ("Evenness", "perplexity / entries", "{:.2f}"),
        "largest_after": ("Largest entry", "share of frames that take it", "{:.1%}"),
        "top_five": ("Five largest entries", "share of frames: a guess's Hits@5", "{:.1%}"),
        "largest_before": ("Largest cluster", "share of frames before assignment", "{:.1%}"),
        "noise": ("Noise", "frames in no cluster before assignment", "{:.1%}"),
        "unseen_test_tokens": ("Unseen tokens", "test frames whose token never trained", "{:.1%}"),
        "ami_state": ("Information on the state", "adjusted mutual information", "{:.2f}"),
        "ami_song": ("Information on the song", "adjusted mutual information", "{:.2f}"),
        "ami_subject": ("Information on the listener", "should be near 0", "{:.2f}"),
        "eps": ("eps", "neighbourhood radius (Eq. 1), SD", "{:.3g}"),
        "min_points": ("MinPts", "frames of a dense neighbourhood (Eq. 2)", "{:.0f}"),
        "components": ("Dimensions", "principal components clustered", "{:.0f}"),
    }
)
"""Name, meaning and notation of every figure, in the order of the table."""
SHARES = ("evenness", "largest_after", "noise", "unseen_test_tokens")
"""Figures between 0 and 1 by which runs are compared at a glance."""


@dataclass(frozen=True)
class Cell:
    """One figure of one vocabulary, ready to print; empty where there is none."""

    text: str
    alarming: bool


@dataclass(frozen=True)
class Measure:
    """One figure of both vocabularies, in the order of `MODALITIES`."""

    name: str
    about: str
    cells: tuple[Cell, ...]


def measures(health: Health, limits: Vocabulary) -> list[Measure]:
    """Rows of the health table; figures unknown here come last, under their own names."""
    plain = {
        key: None
        for figures in health.values()
        for key, value in figures.items()
        if isinstance(value, int | float)
    }
    order = [key for key in _FIGURES if key in plain] + sorted(plain.keys() - _FIGURES.keys())
    return [_measure(key, health, limits) for key in order]


def is_ailing(health: Health, limits: Vocabulary) -> bool:
    """Whether a figure of either vocabulary is beyond its limit."""
    return any(cell.alarming for measure in measures(health, limits) for cell in measure.cells)


def ailing(folds: Sequence[str], health: Sequence[Health], limits: Vocabulary) -> list[str]:
    """Those of the folds of which a vocabulary is ailing."""
    told = zip(folds, health, strict=True)
    return [fold for fold, figures in told if is_ailing(figures, limits)]


def unigrams(health: Health) -> dict[int, list[float | None]]:
    """Hits@k of always guessing the commonest entries.

    Returns
    -------
    dict
        k to a share per modality and part, in the order of `MODALITIES` × `PARTS`.
    """
    tables = [
        health.get(modality, {}).get(f"unigram_{part}", {})
        for modality in MODALITIES
        for part in PARTS
    ]
    ks = sorted({int(k) for table in tables for k in table})
    return {k: [table.get(str(k)) for table in tables] for k in ks}


def _measure(key: str, health: Health, limits: Vocabulary) -> Measure:
    name, about, notation = _FIGURES.get(key, (key, "", "{:.3g}"))
    values = [health.get(modality, {}).get(key) for modality in MODALITIES]
    cells = tuple(
        Cell("", False) if v is None else Cell(_text(notation, v), bool(beyond({key: v}, limits)))
        for v in values
    )
    return Measure(name, about, cells)


def _text(notation: str, value: float) -> str:
    return notation.format(value).replace("%", "\N{NO-BREAK SPACE}%")
