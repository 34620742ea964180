"""The command on a finished run, whole and with a leak in a rule."""

import pytest

from eeg2music import parquet
from eeg2music.audit.tables import AUDIT
from tests.tiny import call, duplicate, planned, results, told

pytestmark = pytest.mark.end_to_end


def test_a_leak_in_a_rule_is_listed_and_the_results_are_left(finished, tmp_path):
    copy = duplicate(finished, tmp_path / "repository")
    rules = copy / "workflow/rules/vocabulary.smk"
    wired = rules.read_text()
    here = 'split_table="results/{cohort}/{fold}/split/split.parquet"'
    rules.write_text(wired.replace(here, here.replace("{fold}", "fold-1"), 1))
    before = results(copy)
    done = call(copy, "eeg2music", "audit")
    assert done.returncode == 1, told(done)
    assert "    eeg_vocabulary: dictionary, files: 1 of 1 moved, must stay" in done.stdout
    table = parquet.read(copy / "build/audit/planted/fold-0/audit.parquet", AUDIT).frame
    assert {"test_subjects_eeg"} <= {*table.loc[table["leak"], "canary"]}
    page = (copy / "docs/checklist.md").read_text()
    assert "vocabularies are fitted on the training part: **no**" in page
    assert results(copy) == before
    rules.write_text(wired)
    assert planned(copy) == set()
