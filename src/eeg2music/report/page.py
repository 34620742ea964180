"""Everything the page shows, and its rendering to HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from eeg2music.params.grid import Framing
from eeg2music.report import comparisons, names, sentences
from eeg2music.report.environment import environment
from eeg2music.report.findings import Finding, decisive, findings
from eeg2music.report.hits import Board, Cohort, Group, published_rows
from eeg2music.report.identification import Identified
from eeg2music.report.leads import Leads
from eeg2music.report.listening import Trial
from eeg2music.report.music import CONDITIONS, Judged
from eeg2music.report.protocols import Protocols
from eeg2music.report.provenance import Provenance
from eeg2music.report.reach import Reach
from eeg2music.report.recordings import SHARES, TARGETS, Recordings
from eeg2music.report.vocabulary import Measure

RECORDINGS = "recordings.html"
"""The page of recordings, beside this one."""


@dataclass(frozen=True)
class Picture:
    """A figure: its file in the page's folder, what it shows, and its caption."""

    file: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Folds:
    """Which folds of a cross-validation a page pools, and how many there are."""

    names: list[str]
    total: int


@dataclass(frozen=True)
class Page:
    """The content of the page.

    Attributes
    ----------
    cohort : Cohort
        Whom the page is about; the table may hold others to compare with.
    tables : list of Table
        Those of the paper that the page shows.
    protocols : Protocols or None
        What other splits are worth, where that is shown.
    reached : list of Reach
        One for each fold, and one of all if there are several.
    measures : list of Measure
        The health of the first fold's vocabularies.
    ailing : list of str
        Folds with a vocabulary beyond its limits.
    sounds : int
        Entries of the audio vocabulary.
    grid : Framing
        How long slices and frames are.
    recordings : sequence of (Cohort, Recordings)
        What recordings tell: of the page's cohort, and of those that are held against it.
    chords : Group
        Hits@k of chords, headline protocol.
    """

    title: str
    cohort: Cohort
    boards: list[Board]
    leads: list[Leads]
    tables: list[comparisons.Table]
    protocols: Protocols | None
    reached: list[Reach]
    identified: list[Identified]
    measures: list[Measure]
    ailing: list[str]
    folds: Folds
    unigrams: dict[int, list[float | None]]
    sounds: int
    grid: Framing
    pictures: dict[str, Picture]
    judged: list[Judged]
    trials: list[Trial]
    recordings: Sequence[tuple[Cohort, Recordings]]
    chords: Group
    provenance: Provenance
    confidence: float
    power: float
    downloads: list[str]

    @property
    def is_unhealthy(self) -> bool:
        """Whether a vocabulary is beyond its limits, so that no Hits@k means anything."""
        return bool(self.ailing)

    @property
    def scored(self) -> Group:
        """What the headline is about."""
        return next(group for group in self.boards[0].groups if group.cohort == self.cohort)


def render(page: Page) -> str:
    """HTML of the page, in one file but for its figures and audio."""
    found = _own_first(findings(page.boards[0]), page.cohort.name)
    decided = {cohort: decisive(told) for cohort, told in found.items()}
    return (
        environment()
        .get_template("page.html")
        .render(
            page=page,
            found=found,
            decided=decided,
            verdict="unhealthy" if page.is_unhealthy else decided[page.cohort.name].verdict,
            published=published_rows(page.boards[0].ks),
            basis=comparisons.basis(page.cohort),
            compared={each.name: comparisons.findings(each) for each in page.tables},
            names=names,
            recordings_page=RECORDINGS,
            conditions=CONDITIONS,
            targets=TARGETS,
            shares=SHARES,
            sentences=sentences,
        )
    )


def _own_first(found: dict[str, list[Finding]], cohort: str) -> dict[str, list[Finding]]:
    return {cohort: found[cohort]} | found
