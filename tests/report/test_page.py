"""What the page says, for results that go one way and the other."""

import re

import pytest

from eeg2music.report.hits import boards
from eeg2music.report.page import Folds, Page, Picture, render
from eeg2music.report.provenance import Provenance
from eeg2music.report.vocabulary import is_ailing, measures
from tests.report import tables
from tests.report.test_vocabulary import LIMITS

HEALTHY = {"eeg": {"entries": 96, "evenness": 0.6}, "audio": {"entries": 72, "evenness": 0.6}}
PICTURES = ("intervals", "learning", "figure2", "figure3")
ONE_FOLD = Folds(["fold-0"], 4)


def page(cohorts=("planted",), health=HEALTHY, folds=ONE_FOLD, **changed):
    own = next(cohort for cohort in tables.COHORTS if cohort.name == cohorts[0])
    return Page(
        title="A run",
        cohort=own,
        boards=boards(tables.hits(cohorts, **changed), tables.COHORTS),
        measures=measures(health, LIMITS),
        ailing=["fold-0"] if is_ailing(health, LIMITS) else [],
        folds=folds,
        unigrams={},
        pictures={name: Picture(f"{name}.svg", name, name) for name in PICTURES},
        trials=[],
        provenance=Provenance({"eeg2music": "0"}, {}, {}, [], []),
        confidence=0.95,
        downloads=[],
    )


def answer(**told):
    html = render(page(**told))
    heading = re.search(r'<h2 id="verdict"[^>]*>\s*(.*?)\s*</h2>', html, re.DOTALL)
    lead = re.search(r'<p class="lead">\s*(.*?)\s*</p>', html, re.DOTALL)
    return heading[1], " ".join(re.sub(r"<[^>]+>", "", lead[1]).split())


@pytest.mark.parametrize(
    ("cohort", "ours", "heading"),
    [
        ("planted", "ours", "Yes."),
        ("planted", "no_eeg", "Not shown."),
        ("null", "no_eeg", "No, as it must be."),
        ("null", "ours", "Something leaks."),
    ],
)
def test_the_first_word_follows_from_the_results(cohort, ours, heading):
    assert answer(cohorts=(cohort,), ours=tables.SHARES[ours])[0] == heading


@pytest.mark.parametrize("figures", [{"entries": 5}, {"largest_after": 0.3}, {"top_five": 0.6}])
@pytest.mark.parametrize("modality", ["eeg", "audio"])
@pytest.mark.parametrize("cohort", ["planted", "null"])
def test_an_unhealthy_vocabulary_that_was_accepted_leaves_no_verdict(cohort, modality, figures):
    health = HEALTHY | {modality: HEALTHY[modality] | figures}
    heading, lead = answer(cohorts=(cohort,), health=health)
    assert heading == "No verdict."
    assert "accept_unhealthy" in lead


def test_whether_folds_are_pooled_is_told():
    one, all_four = (
        " ".join(render(page(folds=Folds(names, 4))).split())
        for names in (["fold-0"], [f"fold-{n}" for n in range(4)])
    )
    assert "one of 4 folds" in one
    assert "every listener and every song tests once. Music" not in one
    assert "the 4 folds of a cross-validation, pooled" in all_four
    assert "snakemake cv" not in all_four
