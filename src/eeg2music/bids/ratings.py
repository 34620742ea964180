"""What listeners said of the music, where a table tells."""

import logging
from collections.abc import Iterable, Mapping
from math import isnan, nan
from pathlib import Path

from eeg2music.bids import tsv
from eeg2music.bids.names import Stimuli

logger = logging.getLogger(__name__)

RATINGS = ("valence", "arousal", "dominance", "liking")
LOWEST, HIGHEST = 1.0, 9.0


def of_event(row: Mapping[str, str] | None, source: Path) -> dict[str, float]:
    """Ratings in columns of their names; NaN where there is none.

    A value outside 1 to 9 is of another scale: it is left out, and the log tells.
    """
    return {name: _rating(row or {}, name, source) for name in RATINGS}


def of_tables(
    tables: Iterable[Path], subject: str, column: str, stimuli: Stimuli
) -> dict[int, dict[str, float]]:
    """Ratings from tables of answers, by number of the stimulus.

    Parameters
    ----------
    tables
        ``_beh.tsv`` of the subject, ``phenotype`` tables of everyone: those count that
        have a column of a rating and the column that names the stimulus file.
    """
    found: dict[int, dict[str, float]] = {}
    for table in tables:
        for row in tsv.read(table, whose=subject):
            name = tsv.told(row, column)
            video = stimuli.find(name, table) if name else None
            if video and any(rating in row for rating in RATINGS):
                found.setdefault(video, of_event(row, table))
    return found


def _rating(row: Mapping[str, str], name: str, source: Path) -> float:
    value = tsv.number(row.get(name))
    if isnan(value) or LOWEST <= value <= HIGHEST:
        return value
    logger.warning("%s: %s %g is not on a scale of 1 to 9: left out", source.name, name, value)
    return nan
