"""The sentence that stands beside the page, against what the page says."""

import re

import pytest

from eeg2music.report.page import render
from eeg2music.report.verdict import verdict
from tests.report.test_page import page

LOST = {"eeg": {"entries": 96, "evenness": 0.01}, "audio": {"entries": 72, "evenness": 0.6}}


def of_page(content):
    """Class and text of the page's own answer."""
    return re.search(r'<h2 id="verdict" class="verdict (\w+)">(.*?)</h2>', render(content)).groups()


@pytest.mark.parametrize("cohorts", [("planted",), ("null", "planted")])
def test_it_is_the_answer_of_the_page(cohorts):
    content = page(cohorts)
    told = verdict(content)
    kind, heading = of_page(content)
    assert told["cohort"] == cohorts[0]
    assert told["verdict"] == kind
    assert told["sentence"].startswith(f"Does the brain signal matter? {heading} Hits@5 ")


def test_an_unhealthy_run_has_no_verdict():
    content = page(health=LOST)
    told = verdict(content)
    assert told["verdict"] == of_page(content)[0] == "unhealthy"
    assert told["sentence"].startswith("No verdict")
    assert "%" not in told["sentence"]
