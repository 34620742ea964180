"""The answer in a sentence, for whoever does not open the page."""

from eeg2music.report.findings import decisive, findings
from eeg2music.report.notation import inline, percent
from eeg2music.report.page import Page
from eeg2music.report.sentences import heading

FILE = "verdict.json"
"""Beside the page."""


def verdict(page: Page) -> dict[str, str]:
    """What the page answers, as it stands in `FILE`.

    Returns
    -------
    dict of str to str
        ``cohort``; ``verdict``, as the page has it in a word; and ``sentence``.
    """
    own = findings(page.boards[0])[page.cohort.name]
    if page.is_unhealthy:
        return {
            "cohort": page.cohort.name,
            "verdict": "unhealthy",
            "sentence": "No verdict: a vocabulary of this run is beyond the limits of health.",
        }
    told = decisive(own)
    sentence = (
        f"Does the brain signal matter? {heading(own)} Hits@{told.k} {percent(told.ours.value)} %,"
        f" the best guess without a brain ({inline(told.baseline_name)})"
        f" {percent(told.baseline.value)} %."
    )
    return {"cohort": page.cohort.name, "verdict": told.verdict, "sentence": sentence}
