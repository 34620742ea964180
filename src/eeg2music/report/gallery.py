"""All figures of the page, drawn into its folder, with their captions."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.registry import OURS
from eeg2music.report import beside, figures, paper_figures
from eeg2music.report.hits import Board
from eeg2music.report.identification import Identified
from eeg2music.report.notation import percent
from eeg2music.report.page import Picture
from eeg2music.report.sentences import heard, kept, memorised
from eeg2music.training.tables import is_descent, of_task


@dataclass(frozen=True)
class Material:
    """What the figures show.

    Attributes
    ----------
    guess : float
        What the best guess without a brain reaches at k.
    curves
        Experiment to its rows of `tables.CURVE`.
    mfcc : ndarray, shape (hops, coefficients)
        Of one slice.
    dictionary : ndarray, shape (entries, representatives, channels × bands)
        Representative features of the EEG dictionary.
    time_shifts, clusters, planted : DataFrame
        Rows of `TIME_SHIFTS`, `CLUSTER_HITS` and `POWER`.
    """

    boards: list[Board]
    identified: list[Identified]
    cohort: str
    k: int
    guess: float
    confidence: float
    curves: Mapping[str, pd.DataFrame]
    mfcc: np.ndarray
    slice_s: float
    video: int
    dictionary: np.ndarray
    channels: list[str]
    time_shifts: pd.DataFrame
    clusters: pd.DataFrame
    planted: pd.DataFrame
    asked_power: float


def draw(material: Material, folder: Path) -> dict[str, Picture]:
    """Draw every figure that the material allows, as SVG files in ``figures/``."""
    pictures = {
        "intervals": _intervals(material, folder),
        "learning": _learning(material, folder),
        "figure2": _figure_2(material, folder),
        "figure3": _figure_3(material, folder),
        "time_shifts": _time_shifts(material, folder),
        "clusters": _clusters(material, folder),
        "power": _power(material, folder),
    }
    paper = [board for board in material.boards if board.protocol == "paper"]
    if paper:
        pictures["memorisable"] = _memorisable(material, paper[0], folder)
    own = [found for found in material.identified if found.cohort.name == material.cohort]
    if own:
        pictures["shifts"] = _shifts(own[0], material.confidence, folder)
    return pictures


def _intervals(material: Material, folder: Path) -> Picture:
    k = material.k
    picture = Picture(
        "figures/intervals.svg",
        f"Dot plot of Hits@{k} with intervals for every system, headline protocol. "
        "The values are those of the table below.",
        f"Hits@{k} for unseen listeners and unseen songs. Bars are the intervals.",
    )
    figures.intervals(folder / picture.file, material.boards[0], k)
    return picture


def _memorisable(material: Material, paper: Board, folder: Path) -> Picture:
    k = material.k
    groups = [group for group in paper.groups if group.cohort.name == material.cohort]
    picture = Picture(
        "figures/memorisable.svg",
        f"Lines of Hits@{k} over the share of hidden audio, for ours and all that look at no "
        "brain, under the paper's protocol. The values are those of the table below.",
        "The paper's protocol: songs that training knew. "
        + memorised(
            min(groups, key=lambda group: group.mask_ratio),
            k,
            paper.ks.index(k),
            material.confidence,
        ),
    )
    figures.memorisable(folder / picture.file, paper, material.cohort, k)
    return picture


def _shifts(found: Identified, confidence: float, folder: Path) -> Picture:
    picture = Picture(
        "figures/shifts.svg",
        "Lines of rank accuracy over a shift of the music against the EEG, for every system that "
        "was scored on segments, with chance as a dashed line.",
        "Rank accuracy (what 2-way accuracy is over all pairs) where the music is taken that much "
        "later in the song than the EEG. Shaded: the interval of ours. " + heard(found, confidence),
    )
    figures.shifts(folder / picture.file, found.curves)
    return picture


def _time_shifts(material: Material, folder: Path) -> Picture:
    curve = material.time_shifts[material.time_shifts["k"] == material.k]
    picture = Picture(
        "figures/time_shifts.svg",
        f"Line of Hits@{material.k} of ours over a shift of the EEG that it is shown, with the "
        "best guess without a brain as a dashed line.",
        "Unseen listeners of unseen songs, shown to the model with their EEG from earlier or later "
        "in the trial. What is read moment by moment is lost by a shift; what is left is what a "
        "trial as a whole gives away. Shaded: the interval.",
    )
    beside.time_shifts(folder / picture.file, curve, material.guess)
    return picture


def _clusters(material: Material, folder: Path) -> Picture:
    rows = material.clusters
    own = rows[(rows["cohort"] == material.cohort) & (rows["k"] == material.k)]
    worst = own[(own["over"] == "trials") & (own["system"] == OURS)]
    picture = Picture(
        "figures/clusters.svg",
        f"Dots of Hits@{material.k} of ours and of the best guess, listener by listener and song "
        "by song; the table cluster_hits has the values.",
        f"Hits@{material.k} listener by listener and song by song. In the worst decile of trials "
        f"ours reaches {percent(float(worst['hits'].iloc[0]))} %.",
    )
    beside.clusters(folder / picture.file, own)
    return picture


def scalp_maps(drawn: Iterable[Path], folder: Path) -> dict[str, Picture]:
    """Take figures over that a stage of its own has drawn."""
    pictures = {}
    for path in drawn:
        told = _MAPS[path.stem]
        pictures[path.stem] = Picture(f"figures/{path.name}", told.alt, told.caption)
        (folder / "figures").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / "figures" / path.name)
    return pictures


_MAPS = {
    "shared": Picture(
        "",
        "Maps of the scalp: how strongly each electrode goes along with each component, a column a "
        "band, a row a component.",
        "Where on the scalp what listeners share is (forward models of the components).",
    ),
    "ablation": Picture(
        "",
        "Maps of the scalp: how many points of Hits@k are lost when an electrode is silent, a map "
        "for each k; the table ablation has the values.",
        "What the model looks at: points of Hits@k that are lost when one electrode is silent. "
        "What another electrode tells as well is not missed.",
    ),
}
"""What maps show, by the names of their files."""


def _power(material: Material, folder: Path) -> Picture:
    draws = int(material.planted["draws"].iloc[0])
    picture = Picture(
        "figures/power.svg",
        "Lines of the share of planted couplings that are found over their strength, for each "
        "test; the table power has the values.",
        f"How often a planted coupling is found, of {draws} draws at each strength. At 0 nothing "
        "is planted: what is found there is false.",
    )
    beside.power(folder / picture.file, material.planted, material.asked_power)
    return picture


def _learning(material: Material, folder: Path) -> Picture:
    learnt = {name: curve for name, curve in material.curves.items() if is_descent(curve)}
    headline = {name: of_task(curve, HEADLINE) for name, curve in learnt.items()}
    told = ", ".join(f"{name} {len(curve)} epochs" for name, curve in headline.items())
    picture = Picture(
        "figures/learning.svg",
        f"Learning curves: loss and validation Hits@5 over epochs ({told}).",
        "Songs that do not train, all audio hidden: loss (dotted and without markers: of training) "
        "and Hits@5 on validation. The large marker is at the epoch that is kept for this task. "
        + kept(learnt),
    )
    figures.learning(folder / picture.file, headline)
    return picture


def _figure_2(material: Material, folder: Path) -> Picture:
    hops, coefficients = material.mfcc.shape
    picture = Picture(
        "figures/figure2.svg",
        f"Line of coefficient 0, and below it a heat map of mel-frequency cepstral coefficients 1 "
        f"to {coefficients - 1}, over {material.slice_s:g} seconds of song {material.video:02d}.",
        f"As the paper's Figure 2: MFCC of slice 0 of song {material.video:02d}, {hops} windows. "
        "Coefficient 0, the level, has an axis of its own. Red is positive, blue negative.",
    )
    paper_figures.mfcc(folder / picture.file, material.mfcc, material.slice_s)
    return picture


def _figure_3(material: Material, folder: Path) -> Picture:
    activity = paper_figures.dictionary_activity(material.dictionary, len(material.channels))
    picture = Picture(
        "figures/figure3.svg",
        f"Heat map of {activity.shape[0]} EEG channels by {activity.shape[1]} dictionary entries.",
        "As the paper's Figure 3: activity of each EEG channel at each dictionary entry "
        "(differential entropy of its representative frames, mean over bands, z-scored over "
        "entries). Channels and entries that are alike lie side by side. Red is high, blue low.",
    )
    paper_figures.dictionary(folder / picture.file, activity, material.channels)
    return picture
