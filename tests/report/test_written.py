"""What a table says in Markdown and LaTeX, of figures that are known."""

from dataclasses import replace

import pandas as pd
import pytest

from eeg2music.params.root import load
from eeg2music.report import names, published, written
from eeg2music.report.comparisons import Heading
from tests.pipeline.parameters import ROOT

HEADING = Heading("Systems", "planted", "ours+grid", 0.95, 0.8)
NAN = float("nan")


def rows():
    told = []
    for cell, hits, gain, p, p_baseline in (
        ("ours+grid", 0.40, 0.0, NAN, 0.001),
        ("lstm+grid", 0.45, 0.05, 0.04, 0.001),
        ("rnn+grid", 0.30, -0.10, 0.01, 0.30),
        ("cnn+grid", 0.39, -0.01, 0.70, 0.02),
        ("unigram", 0.10, -0.30, 0.001, NAN),
    ):
        for protocol, ratio in (("headline", 1.0), ("paper", 0.15), ("paper", 1.0)):
            for k in (1, 5):
                told.append(
                    {
                        "protocol": protocol,
                        "mask_ratio": ratio,
                        "cell": cell,
                        "k": k,
                        "hits": hits + 0.1 * (k == 5),
                        "hits_low": hits - 0.05,
                        "hits_high": hits + 0.15,
                        "gain": gain,
                        "smallest": 0.031,
                        "p": p,
                        "p_baseline": p_baseline,
                        "n_subjects": 12,
                        "n_songs": 8,
                    }
                )
    return pd.DataFrame(told)


def test_each_cell_tells_its_share_its_verdict_and_the_papers_share():
    text = written.as_markdown(rows(), HEADING)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert lines[0] == "|  | Hits@1 | Hits@5 | least | paper @1 | paper @5 |"
    assert lines[2:7] == [
        "| Ours, grid | 40.0 [35.0, 55.0] | 50.0 [35.0, 55.0] |  | 24.27 | 45.29 |",
        "| LSTM, grid | 45.0 [40.0, 60.0] > | 55.0 [40.0, 60.0] > | 3.1 | 20.13 | 35.25 |",
        "| RNN, grid | 30.0 [25.0, 45.0] <* | 40.0 [25.0, 45.0] <* | 3.1 | 18.56 | 36.25 |",
        "| CNN, grid | 39.0 [34.0, 54.0] = | 49.0 [34.0, 54.0] = | 3.1 | 12.74 |  |",
        "| Unigram | 10.0 [5.0, 25.0] < | 20.0 [5.0, 25.0] < | 3.1 |  |  |",
    ]


def test_the_headline_comes_first_then_the_paper_with_most_hidden():
    text = written.as_markdown(rows(), HEADING)
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [line.rpartition(", ")[2] for line in headings] == [
        "all audio hidden",
        "all audio hidden",
        "15 % of the audio hidden",
    ]
    assert headings[0].startswith("## Headline")
    assert text.startswith("# Systems: planted\n")
    assert "95 % intervals" in text
    assert "step-down maximum at 5 %" in text


def test_what_was_not_recorded_is_said():
    assert "not recorded" not in written.caption(HEADING)
    told = written.caption(replace(HEADING, unrecorded={"miyamoto": ["PO7", "PO8"]}))
    assert told.endswith("Of the 29 electrodes of Miyamoto, PO7 and PO8 were not recorded.")


def test_latex_holds_the_same_figures_with_nothing_that_it_would_take_for_its_own():
    text = written.as_latex(rows(), HEADING)
    assert text.count(r"\begin{table}") == text.count(r"\end{table}") == 3
    body = [line for line in text.splitlines() if line.endswith(r"\\")]
    assert {line.count(" & ") for line in body} == {5}
    assert r"Ours, grid & 40.0 [35.0, 55.0] & 50.0 [35.0, 55.0] &  & 24.27 & 45.29 \\" in text
    assert r"LSTM, grid & 45.0 [40.0, 60.0] $>$" in text
    assert not set("<>") & set(text.replace("$<$", "").replace("$>$", ""))
    assert "%" not in text.replace(r"\%", "")


def test_special_characters_are_escaped_once():
    assert written._escaped(r"a_b & 5 % {x} \y") == r"a\_b \& 5 \% \{x\} \textbackslash{}y"


@pytest.mark.parametrize(
    ("cell", "k", "share"),
    [
        ("ours+grid", 1, 0.2427),
        ("ours+grid", 20, 0.6819),
        ("inoue+grid", 3, 0.2314),
        ("cnn+grid+without_audio_dictionary", 10, 0.1379),
        ("lstm+grid+without_dictionaries", 1, 0.0934),
        ("transformer+grid", 10, 0.5112),
        ("ours+grid+narrow+depth_14", 10, 0.5697),
        ("ours+grid+narrow+depth_14", 5, None),
        ("ours+grid+narrow+depth_9", 1, None),
        ("lstm+grid+depth_8", 1, None),
        ("rnn+grid+without_dictionaries", 1, None),
        ("ours_inoue+grid", 1, None),
        ("transformer+grid", 5, None),
        ("no_eeg+grid", 1, None),
    ],
)
def test_the_paper_is_quoted_where_it_reports_something(cell, k, share):
    assert published.cell(cell, k) == (None if share is None else pytest.approx(share))


def test_all_that_the_paper_reports_has_a_cell_in_the_tables():
    tables = load(ROOT / "params.yaml").experiments.tables
    reported = {
        name: {c for c in table.cells if published.cell(c, 1) is not None}
        for name, table in tables.items()
    }
    assert len(reported["dictionaries"]) == 4 * len(published.TABLE_3)
    assert len(reported["depths"]) == len(published.TABLE_4)
    assert {c.split("+")[0] for c in reported["systems"]} >= published.SYSTEMS.keys()
    assert set(published.SYSTEMS.values()) == set(published.TABLE_2)
    for table in tables.values():
        assert table.cells.count(table.reference) == 1


def test_a_cell_is_called_by_its_system_and_variant():
    assert names.cell("ours+grid+without_eeg_dictionary") == "Ours, grid, without eeg dictionary"
    assert names.cell("unigram") == "Unigram"
