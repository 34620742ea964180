"""Every block of docs/analysis.md, run on small tables as a run leaves them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.evaluation.tables import CLUSTER_HITS, GAINS, HITS
from tests.export.files import BANDS, CHANNELS, write_features
from tests.report import tables
from tests.tiny import ROOT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall((ROOT / "docs/analysis.md").read_text())
SETTING_UP = re.compile(r"^(\. \.venv/bin/activate|pip install duckdb)$", re.MULTILINE)


def _write(folder, name, schema, rows):
    columns = {each.name: rows[each.name] for each in schema.columns}
    parquet.write(folder / "evaluate" / f"{name}.parquet", schema, columns)


def _clusters(cohort):
    rows = [
        (cohort, k, system, over, f"s0{each}", 0.1 * each + 0.01 * k, 0.05 * each, "copy", 90)
        for k in (1, 5)
        for system in ("ours", "unigram")
        for over in ("subject", "song")
        for each in (4, 1, 3, 2)
    ]
    return pd.DataFrame(rows, columns=[each.name for each in CLUSTER_HITS.columns])


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Tables of two cohorts; those of the second hold rows of the first too."""
    folder = tmp_path_factory.mktemp("repository")
    for cohorts, shares in ((("planted",), {}), (("null", "planted"), {"ours": (0.01,) * 5})):
        fold = folder / "results" / cohorts[0] / "fold-0"
        hits = tables.hits(cohorts, **shares)
        _write(fold, "hits", HITS, hits)
        _write(fold, "gains", GAINS, tables.gains(hits))
        _write(fold, "cluster_hits", CLUSTER_HITS, _clusters(cohorts[0]))
    for subject in ("s01", "s02"):
        path = folder / f"results/planted/eeg_features/{subject}.parquet"
        write_features(path, subject, videos=(1, 2) if subject == "s01" else (3,))
    return folder


def _shell(text, folder):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["bash", "-euo", "pipefail", "-c", SETTING_UP.sub("", text)]
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def ran(repository):
    """What queries and the code below them give, pair by pair."""
    pairs, before = [], Path.cwd()
    os.chdir(repository)
    try:
        for language, text in BLOCKS:
            if language == "sh":
                _shell(text, repository)
            elif language == "sql":
                pairs.append([duckdb.sql(text).df()])
            else:
                names = {}
                exec(text, names)
                pairs[-1].append(names["rows"].reset_index(drop=True))
    finally:
        os.chdir(before)
    return pairs


def test_every_block_is_of_a_language_that_is_run():
    languages = [language for language, _ in BLOCKS]
    assert {*languages} == {"sh", "sql", "python"}
    assert languages.count("sql") == languages.count("python") == 5


def test_every_query_gives_what_the_code_below_it_gives(ran):
    for queried, computed in ran:
        assert len(queried) > 1
        pd.testing.assert_frame_equal(queried, computed, check_dtype=False)


def test_queries_find_what_the_tables_hold(ran):
    (hits, _), (gains, _), (worst, _), (entropy, _), (cohorts, _) = ran
    assert hits["system"].tolist()[0] == "oracle_features"
    assert hits.set_index("system").loc["ours", "hits"] == tables.SHARES["ours"][2]
    assert gains["other"].tolist()[0] == "oracle_features"
    assert worst["listener"].tolist() == ["s01", "s02", "s03"]
    assert worst["hits"].tolist() == pytest.approx([0.15, 0.25, 0.35])
    assert {*entropy["channel"]} == {*CHANNELS}
    assert len(entropy) == len(CHANNELS) * len(BANDS)
    assert entropy["listeners"].tolist() == [2] * 6
    shown = entropy.set_index(["band", "channel"])["de"]
    assert shown["theta", "Fp1"] == pytest.approx((0 + 0.6 + 1.2 + 1.8 + 0 + 0.6) / 6)
    assert cohorts["system"].tolist()[0] == "ours"
    assert cohorts["difference"].tolist()[0] == pytest.approx(0.55)
    assert cohorts["difference"].tolist()[1:] == pytest.approx([0.0] * (len(cohorts) - 1))
