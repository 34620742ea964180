"""The detector against leaks that are planted, and against none."""

import logging

import pytest

from eeg2music.audit.auditing import audit
from eeg2music.audit.canaries import CANARIES, SOURCES, TEST_SUBJECTS_EEG
from eeg2music.audit.chain import Chain
from eeg2music.audit.reading import leaks, lines
from eeg2music.pipeline.audit import chain_of
from tests.audit.leaks import LEAKS
from tests.audit.small import repository


@pytest.fixture(scope="module")
def wired(tmp_path_factory):
    """What a chain begins with, and the chain as the rules wire it."""
    root = repository(tmp_path_factory.mktemp("audited") / "repository")
    return root, *chain_of(root, "planted", "fold-0")


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


def cut_short(chain, fold, product):
    """The chain up to a stage, and what tells the parts of a fold."""
    steps = [*chain.sources, *chain.steps]
    made = [file for step in steps if step.stage == product.split(":")[0] for file in step.outputs]
    return Chain.to([*made, *vars(fold).values()], steps, SOURCES)


def test_a_chain_without_leaks_has_no_finding(wired, tmp_path):
    root, chain, fold = wired
    found = audit(chain, fold, root, tmp_path, CANARIES)
    assert [*leaks(found)["product"]] == []
    assert {*found["canary"]} == {canary.name for canary in CANARIES}
    assert len([*lines(found)]) == len(CANARIES)


def test_a_leak_in_a_rule_is_found(tmp_path):
    """The EEG dictionary of one fold fitted by the split of another, whose subjects train."""
    root = repository(tmp_path / "repository")
    rules = root / "workflow/rules/vocabulary.smk"
    here = 'split_table="results/{cohort}/{fold}/split/split.parquet"'
    rules.write_text(rules.read_text().replace(here, here.replace("{fold}", "fold-1"), 1))
    chain, fold = chain_of(root, "planted", "fold-0")
    product = "eeg_vocabulary: dictionary"
    short = cut_short(chain, fold, product)
    found = leaks(audit(short, fold, root, tmp_path / "scratch", [TEST_SUBJECTS_EEG]))
    assert product in {*found["product"]}


@pytest.mark.parametrize(
    ("plant", "canary", "product"), LEAKS, ids=[plant.__name__ for plant, *_ in LEAKS]
)
def test_a_planted_leak_is_found(wired, tmp_path, monkeypatch, plant, canary, product):
    root, chain, fold = wired
    plant(monkeypatch)
    found = leaks(audit(cut_short(chain, fold, product), fold, root, tmp_path, [canary]))
    assert product in {*found.loc[found["must"] == "stay", "product"]}
    assert any(product in line for line in lines(found))
