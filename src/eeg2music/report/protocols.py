"""The five protocols side by side: what known songs, known listeners, or a leak are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.tables import PROTOCOLS
from eeg2music.registry import is_brainless
from eeg2music.report import names
from eeg2music.report.hits import Estimate

LEAKING = ("slice",)
"""Protocols that train on what they test."""
MEMORISABLE = ("paper",)
"""Those whose songs training knew."""


@dataclass(frozen=True)
class Line:
    """One system under one protocol.

    Attributes
    ----------
    tag : str
        Why its figures may mislead; empty: they do not.
    shares : tuple of Estimate
        Hits@k, one per k.
    gains : tuple of Estimate
        Those minus what the best system reaches that sees no brain and is trained alike; none of a
        system that sees none itself.
    inflations : tuple of Estimate
        What its training adds to the headline's at the same positions; none where it is the same.
    """

    protocol: str
    title: str
    tag: str
    system: str
    shares: tuple[Estimate, ...]
    gains: tuple[Estimate, ...]
    inflations: tuple[Estimate, ...]


@dataclass(frozen=True)
class Protocols:
    """The same systems under all protocols, at some k."""

    ks: list[int]
    lines: list[Line]
    confidence: float


def read(path: Path) -> Protocols:
    """Read what systems reach under every protocol."""
    told = parquet.read(path, PROTOCOLS)
    ks = sorted(map(int, told.frame["k"].unique()))
    return Protocols(ks, lines(told.frame), told.meta["evaluate"]["confidence"])


def lines(rows: pd.DataFrame) -> list[Line]:
    """Lay out a table of protocols.

    Parameters
    ----------
    rows : DataFrame
        Of `tables.PROTOCOLS`, one cohort.
    """
    return [
        Line(
            str(protocol),
            names.PROTOCOLS[str(protocol)],
            _tag(str(protocol)),
            names.name(str(system)),
            tuple(_estimates(own, "hits", "ci")),
            () if is_brainless(str(system)) else tuple(_estimates(own, "gain", "gain")),
            tuple(_estimates(own, "inflation", "inflation")),
        )
        for (protocol, system), own in rows.groupby(["protocol", "system"], sort=False)
    ]


def _tag(protocol: str) -> str:
    if protocol in LEAKING:
        return "leaking"
    return "memorisable" if protocol in MEMORISABLE else ""


def _estimates(rows: pd.DataFrame, name: str, interval: str) -> Iterator[Estimate]:
    told = rows.dropna(subset=[name]).sort_values("k")
    for values in told[[name, f"{interval}_low", f"{interval}_high"]].to_numpy(float):
        yield Estimate(*map(float, values))
