"""Model cards: every figure is that of a file, in the form that hubs read."""

import re

import pytest
from huggingface_hub import ModelCard

from eeg2music import parquet
from eeg2music.archive.card import card
from eeg2music.archive.facts import read_facts
from eeg2music.cli import main
from eeg2music.evaluation.tables import HITS
from eeg2music.files import sha256
from tests.archive.runs import PARTS, repository, write_model
from tests.refusals import refusal
from tests.report import tables

WEIGHTS = "results/planted/fold-0/train/ours-0.safetensors"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return repository(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def told(run):
    return card(read_facts(run / WEIGHTS))


def test_a_hub_reads_licence_and_results(told):
    data = ModelCard(told).data
    assert (data.license, data.library_name) == ("mit", "eeg2music")
    found = {each.metric_name: each.metric_value for each in data.eval_results}
    shares = zip(tables.K, tables.SHARES["ours"], strict=True)
    assert found == {f"Hits@{k}": share for k, share in shares}
    assert {each.dataset_name for each in data.eval_results} == {"planted, fold-0, headline"}


def test_who_and_what_it_knows_is_counted_in_the_split(told):
    for name, about in (("train", "training"), ("headline", "the test below")):
        listeners, songs = PARTS[name]
        assert f"| {about} | {listeners * songs} | {listeners} | {songs} |" in told
    assert "share 0 listeners and 0 songs" in told
    assert "out of 11: headline-1: 7, paper-0.5: 8." in told
    assert "From 5 channels of EEG it predicts which of 17 sounds" in told
    assert "by 6 weights for each of 2 tasks" in told


def test_hits_stand_beside_those_of_every_control_with_intervals(told):
    for system, shares in tables.SHARES.items():
        (line,) = [line for line in told.splitlines() if line.startswith(f"| `{system}` |")]
        for share in shares:
            interval = f"({share - 0.03:.1%} to {share + 0.03:.1%})"
            assert f" {share:.1%} {interval} |" in line
    assert "its 90% interval over 2 listeners and 8 songs" in told
    assert "960 positions, 1 seed(s)" in told


def test_parameters_and_checksums_are_those_of_its_files(run, told):
    assert "| `model.width` | 48 |" in told
    assert "| `train.learning_rate` | 0.0375 |" in told
    for path in (run / WEIGHTS, (run / WEIGHTS).with_suffix(".json")):
        assert f"| `{path.name}` | {path.stat().st_size} | `{sha256(path)}` |" in told


def test_other_files_give_other_figures(tmp_path):
    """No figure of results is the card's own."""
    run = repository(tmp_path / "run")
    before = card(read_facts(run / WEIGHTS))
    path = run / "results/planted/fold-0/evaluate/hits.parquet"
    rows = parquet.read(path, HITS).frame
    for column in ("hits", "ci_low", "ci_high"):
        rows[column] = rows[column] / 2 + 0.001
    meta = {"evaluate": {"confidence": 0.5}}
    parquet.write(path, HITS, {each.name: rows[each.name] for each in HITS.columns}, meta)
    after = card(read_facts(run / WEIGHTS))
    percent = re.compile(r"\d+\.\d%")
    pairs = list(zip(percent.findall(before), percent.findall(after), strict=True))
    assert len(pairs) > 50
    changed = [old != new for old, new in pairs if old != "0.2%"]
    assert all(changed)
    assert "its 50% interval" in after


def test_generated_and_recorded_brains_are_told_apart(tmp_path, told):
    assert "trained on generated brains and generated songs" in told
    run = repository(tmp_path / "run", "recorded", "deap")
    recorded = card(read_facts(run / WEIGHTS.replace("planted", "deap")))
    assert "generated" not in recorded
    assert "recordings of people" in recorded
    assert ModelCard(recorded).data.license == "other"
    added = repository(tmp_path / "added", "added", "deap_coupled")  # planted into recorded ones
    assert not read_facts(added / WEIGHTS.replace("planted", "deap_coupled")).is_generated


def test_a_variant_has_no_row_of_its_own_and_names_what_it_knew(run):
    weights = run / WEIGHTS.replace("train/ours", "train_of_tables/ours+deep+calibration")
    write_model(weights)
    told = card(read_facts(weights))
    assert "it was not scored there" in told
    assert "what the regime `calibration` allows" in told
    assert "model-index" not in told


def test_a_checkpoint_is_refused_whose_files_are_of_different_systems(tmp_path):
    run = repository(tmp_path / "run")
    write_model(run / WEIGHTS, "no_eeg")
    told = {"expected": "settings of the system ours", "found": "no_eeg", "cure": "train anew"}
    refusal(lambda: read_facts(run / WEIGHTS), file="ours-0.json", **told)


def test_what_is_no_checkpoint_is_refused(run):
    for name, found in (("ours-0.json", "another file"), ("x.safetensors", "no such file")):
        path = (run / WEIGHTS).with_name(name)
        told = {"expected": "weights of a model", "found": found, "cure": "finished run"}
        refusal(lambda path=path: read_facts(path), file=path, **told)


def test_broken_weights_are_refused(tmp_path):
    run = repository(tmp_path / "run")
    (run / WEIGHTS).write_bytes(b"\xff" * 64)
    told = {"expected": "weights of a model", "found": "header", "cure": "run its stage again"}
    refusal(lambda: read_facts(run / WEIGHTS), file="ours-0.safetensors", **told)


def test_a_fold_that_was_not_scored_is_refused(run, tmp_path):
    weights = tmp_path / "other/fold-0/train/ours-0.safetensors"
    write_model(weights)
    told = {"expected": "a hits table", "found": "no file", "cure": "run its stage"}
    refusal(lambda: read_facts(weights), file="evaluate/hits.parquet", **told)


def test_the_command_prints_the_card_or_writes_it(run, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)  # which is no repository
    assert main(["card", str(run / WEIGHTS)]) == 0
    assert capsys.readouterr().out == told
    assert main(["card", str(run / WEIGHTS), "-o", "out/card.md"]) == 0
    assert (tmp_path / "out/card.md").read_text() == told
