"""Tables 2 to 4 and the protocols, as the page shows them and says of them."""

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.evaluation.tables import COMPARISON, PROTOCOLS
from eeg2music.report import comparisons, protocols
from eeg2music.report.page import render
from tests.report.test_page import page
from tests.report.test_written import rows


def under_protocols():
    """Two systems under two protocols, at two k."""
    nothing = float("nan")
    found = pd.DataFrame(
        [
            ("headline", "ours", 1, 0.31, 0.1, nothing),
            ("headline", "ours", 5, 0.32, 0.2, nothing),
            ("headline", "no_eeg", 1, 0.21, 0.0, nothing),
            ("headline", "no_eeg", 5, 0.22, 0.0, nothing),
            ("slice", "ours", 1, 0.51, 0.3, 0.2),
            ("slice", "ours", 5, 0.52, 0.3, -0.2),
            ("slice", "no_eeg", 1, 0.21, 0.0, 0.0),
            ("slice", "no_eeg", 5, 0.22, 0.0, 0.0),
        ],
        columns=["protocol", "system", "k", "hits", "gain", "inflation"],
    )
    widths = {"ci": "hits", "gain": "gain", "inflation": "inflation"}
    for name, of in widths.items():
        found[f"{name}_low"], found[f"{name}_high"] = found[of] - 0.01, found[of] + 0.01
    return found.assign(cohort="planted", p=0.5, n_positions=100, n_subjects=3, n_songs=4)


class _Reader(HTMLParser):
    """Words of a page, and the cells of those tables whose rows are called by a cell."""

    def __init__(self):
        super().__init__()
        self.words, self.lines = [], []
        self.is_told = False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "tr":
            self.is_told = "data-cell" in told
        if "data-cell" in told:
            self.lines.append([told["data-cell"]])
        elif tag == "td" and self.is_told:
            self.lines[-1].append("")

    def handle_data(self, data):
        self.words.append(data)
        if self.is_told and len(self.lines[-1]) > 1:
            self.lines[-1][-1] += f" {data.strip()}"


@pytest.fixture
def shown(tmp_path):
    """The page of a table whose rows are known, of a cohort."""
    table = rows().assign(hits_low=0.2, hits_high=0.6, gain_low=-1.0, gain_high=1.0)
    meta = {
        "title": "Some systems",
        "cells": ["ours+grid", "lstm+grid", "rnn+grid", "cnn+grid"],
        "reference": "ours+grid",
        "folds": 3,
        "evaluate": {"confidence": 0.95, "power": 0.8},
        "unrecorded": {"miyamoto": ["PO7", "PO8"]},
    }
    path = tmp_path / "systems.parquet"
    parquet.write(path, COMPARISON, {c.name: table[c.name] for c in COMPARISON.columns}, meta)
    under = under_protocols()
    told = {column.name: under[column.name] for column in PROTOCOLS.columns}
    meta = {"evaluate": {"confidence": 0.95}}
    parquet.write(tmp_path / "protocols.parquet", PROTOCOLS, told, meta)

    def made(cohort="planted"):
        content = replace(
            page((cohort,)),
            tables=[comparisons.read(path, cohort)],
            protocols=protocols.read(tmp_path / "protocols.parquet"),
        )
        reader = _Reader()
        reader.feed(render(content))
        return reader, " ".join(" ".join(reader.words).split())

    return made


def test_a_cell_shows_its_share_its_verdict_and_the_papers(shown):
    reader, text = shown()
    lines = {line[0]: [" ".join(each.split()) for each in line[1:]] for line in reader.lines[:5]}
    assert [*lines] == ["ours+grid", "lstm+grid", "rnn+grid", "cnn+grid", "unigram"]
    assert lines["ours+grid"][0] == "40.0 20.0–60.0 paper 24.27"
    assert lines["lstm+grid"][0] == "45.0 20.0–60.0 above paper 20.13"
    assert lines["rnn+grid"][:2] == [
        "30.0 20.0–60.0 below paper 18.56",
        "40.0 20.0–60.0 below paper 36.25",
    ]
    assert lines["cnn+grid"][0] == "39.0 20.0–60.0 tie paper 12.74"
    assert lines["unigram"][0] == "10.0 20.0–60.0 below"
    assert [line[2].strip().split(" ")[0] for line in lines.values()] == ["–", *["3.1"] * 4]
    assert "3 of 4 folds, 12 test listeners, 8 test songs." in text


def test_what_the_table_shows_is_said_in_words(shown):
    _, text = shown()
    assert (
        "At Hits@1 surely above Ours, grid: LSTM, grid. At Hits@1 a tie with Ours, grid: "
        "CNN, grid. At Hits@1 surely below Ours, grid: RNN, grid." in text
    )
    assert "Not surely above every guess without a brain: RNN, grid." in text
    assert "Of the 29 electrodes of Miyamoto, PO7 and PO8 were not recorded." in text


@pytest.mark.parametrize(
    ("cohort", "told"),
    [
        ("planted", "they cannot show which system is best on real brains"),
        ("null", "shows a leak"),
        ("deap", "A tie is no proof of equality"),
    ],
)
def test_what_such_data_can_show_is_said_first(shown, cohort, told):
    _, text = shown(cohort)
    assert told in text
    for other in ("which system is best", "shows a leak", "no proof of equality"):
        assert (other in told) == (other in text)


def test_a_protocol_shows_its_gain_and_what_its_training_adds(shown):
    reader, text = shown()
    lines = [[" ".join(each.split()) for each in line] for line in reader.lines]
    own = [line for line in lines if line[0] in ("headline", "slice")]
    assert [line[0] for line in own] == ["headline", "headline", "slice", "slice"]
    assert own[0][1:] == [
        "Ours",
        "31.0 30.0–32.0 gain +10.0 (+9.0 to +11.0)",
        "32.0 31.0–33.0 gain +20.0 (+19.0 to +21.0)",
    ]
    assert own[1][2] == "21.0 20.0–22.0"
    assert own[2][3].endswith("gain +30.0 (+29.0 to +31.0) inflation −20.0 (−21.0 to −19.0)")
    assert own[3][2] == "21.0 20.0–22.0 inflation +0.0 (−1.0 to +1.0)"
    assert text.count("leaking Slice:") == 2


def test_a_page_without_tables_says_nothing_of_them():
    html = render(page())
    assert 'id="tables"' not in html
    assert 'id="protocols"' not in html
