import json
from pathlib import Path

from benchmarks.dictionaries import RESULT, table


def test_the_documented_table_is_what_was_measured():
    text = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text()
    assert table(json.loads(RESULT.read_text())["rows"]) in text
