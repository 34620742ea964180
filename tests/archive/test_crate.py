"""Archives, held against the rules of RO-Crate 1.1 and its profiles."""

import json
import re
import subprocess
import zipfile
from importlib.resources import files

import pytest
from rocrate.rocrate import ROCrate

from eeg2music import parquet
from eeg2music.archive.card import card
from eeg2music.archive.facts import read_facts
from eeg2music.cli import main
from eeg2music.evaluation.tables import HITS
from eeg2music.files import sha256
from tests.archive.runs import DATE, repository

METADATA = "ro-crate-metadata.json"
FOLD = "results/planted/fold-0"
SIGNALS = {f"{FOLD}/eeg_frames/s01.parquet", "results/planted/slices/s01.parquet"}


def _crate(run, target, monkeypatch, cohort="planted"):
    monkeypatch.chdir(run)
    assert main(["crate", f"results/{cohort}/fold-0", "-o", str(target)]) == 0
    return target


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return repository(tmp_path_factory.mktemp("run") / "repository")


@pytest.fixture(scope="module")
def crate(run, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        return _crate(run, tmp_path_factory.mktemp("crate") / "archive", patch)


@pytest.fixture(scope="module")
def graph(crate):
    """Entities by their names."""
    told = json.loads((crate / METADATA).read_text())["@graph"]
    assert len({each["@id"] for each in told}) == len(told)
    return {each["@id"]: each for each in told}


def _is_file(entity):
    return "File" in ([entity["@type"]] if isinstance(entity["@type"], str) else entity["@type"])


def _references(value):
    if isinstance(value, dict):
        yield from ([value["@id"]] if "@id" in value else [])
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _held(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_descriptor_names_the_root_and_the_version(graph):
    descriptor = graph[METADATA]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert "https://w3id.org/ro/crate/1.1" in _references(descriptor["conformsTo"])


def test_the_root_is_described(graph):
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "eeg2music: planted, fold-0"
    assert "generated brains and songs" in root["description"]
    assert root["datePublished"] == DATE
    assert root["license"] == {"@id": "https://spdx.org/licenses/MIT"}
    assert graph[root["author"]["@id"]]["name"] == "The eeg2music authors"
    assert "https://doi.org/10.1109/T-AFFC.2011.15" in _references(root["citation"])


def test_every_entity_has_a_type_and_every_reference_leads_to_one(graph):
    for entity in graph.values():
        assert entity["@type"]
        for name, value in entity.items():
            told = [each for each in _references(value) if name != "conformsTo"]
            inside = [each for each in told if not each.startswith("http")]
            assert all(each in graph for each in inside), (entity["@id"], name)
            assert set(entity) - {"@id", "@type"}


def test_only_terms_of_the_context_are_used(graph):
    text = (files("rocrate") / "data/ro-crate.jsonld").read_text()
    known = {*json.loads(text)["@context"], "@id", "@type", "sha256"}
    for entity in graph.values():
        assert {*entity} <= known, entity["@id"]


def test_every_file_is_there_and_described_with_size_and_digest(crate, graph):
    described = {name for name, entity in graph.items() if _is_file(entity)}
    assert {each["@id"] for each in graph["./"]["hasPart"]} == described
    assert _held(crate) - {METADATA} == described
    for name in described:
        entity = graph[name]
        assert {"name", "encodingFormat"} <= {*entity}
        if "sha256" in entity:
            path = crate / name
            assert (entity["contentSize"], entity["sha256"]) == (
                str(path.stat().st_size),
                sha256(path),
            )
    without = {name for name in described if "sha256" not in graph[name]}
    assert without == {"README.md", f"{FOLD}/train/ours-0.card.md"}


def test_the_workflow_is_the_main_entity(graph):
    assert graph["./"]["mainEntity"] == {"@id": "Snakefile"}
    workflow = graph["Snakefile"]
    assert {*workflow["@type"]} == {"File", "SoftwareSourceCode", "ComputationalWorkflow"}
    language = graph[workflow["programmingLanguage"]["@id"]]
    assert (language["@type"], language["name"]) == ("ComputerLanguage", "Snakemake")
    assert "workflow/rules/report.smk" in graph


def test_the_run_tells_what_it_was_made_by_of_what_and_what_came_of_it(run, graph):
    action = graph["#run"]
    assert action["@type"] == "CreateAction"
    assert action["instrument"] == {"@id": "Snakefile"}
    assert action["object"] == {"@id": "params.yaml"}
    results = {*_references(action["result"])}
    wanted = ("report/index.html", "train/ours-0.safetensors", "compose/s01_01.score.mid")
    assert {f"{FOLD}/{name}" for name in wanted} <= results
    assert graph["./"]["mentions"] == {"@id": "#run"}
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=run, capture_output=True, text=True)
    assert graph["Snakefile"]["version"] == commit.stdout.strip()


def test_a_table_says_what_each_of_its_columns_is(graph):
    table = graph[f"{FOLD}/evaluate/hits.parquet"]
    assert table["description"].startswith("Table `hits`: a row for each system, kind, protocol")
    columns = [graph[each["@id"]] for each in table["variableMeasured"]]
    assert [each["name"] for each in columns] == [each.name for each in HITS.columns]
    told = {each["name"]: each for each in columns}
    assert told["hits"]["description"] == "Hits@k (Eq. 15)"
    assert told["hits"]["unitText"] == "share, 0-1"


def test_every_model_has_its_card(run, crate):
    told = (crate / f"{FOLD}/train/ours-0.card.md").read_text()
    assert told == card(read_facts(run / f"{FOLD}/train/ours-0.safetensors"))


def test_the_library_opens_it_again(crate):
    again = ROCrate(crate)
    assert again.mainEntity.id == "Snakefile"
    assert again.get(f"{FOLD}/report/index.html")["encodingFormat"] == "text/html"
    path = crate / f"{FOLD}/evaluate/hits.parquet"
    assert len(parquet.read(path, HITS).frame)


def test_signals_are_never_part_of_it_and_working_files_neither(crate):
    held = _held(crate)
    assert not SIGNALS & held
    assert not [name for name in held if "/." in name]
    assert "results/planted/trials/s01.parquet" in held  # generated answers are nobody's
    assert f"{FOLD}/compose/s01_01.wav" in held
    readme = (crate / "README.md").read_text()
    assert "- 2 files: signals" in readme


def test_of_recorded_people_nothing_is_part_that_is_licensed(tmp_path, monkeypatch, capsys):
    run = repository(tmp_path / "run", "recorded", "deap")
    target = _crate(run, tmp_path / "archive", monkeypatch, "deap")
    told = capsys.readouterr().out
    held = {name.removeprefix("results/deap/") for name in _held(target)}
    assert {name.split("/")[0] for name in held if "/" in name} == {
        "manifest",
        "fold-0",
        "workflow",
    }
    assert {name for name in held if name.endswith(".wav")} == {"fold-0/compose/s01_01.score.wav"}
    assert {"fold-0/compose/s01_01.score.mid", "fold-0/evaluate/hits.parquet"} <= held
    assert re.search("left out, 2 files: a corpus moment by moment", told)
    assert "left out, 2 files: sound made of the songs" in told
    graph = json.loads((target / METADATA).read_text())["@graph"]
    (root,) = [each for each in graph if each["@id"] == "./"]
    assert root["license"] == {"@id": "#licence"}


def test_the_same_run_gives_the_same_bytes(run, crate, tmp_path, monkeypatch):
    first, second = (_crate(run, tmp_path / n, monkeypatch) for n in ("a.zip", "b/b.zip"))
    assert first.read_bytes() == second.read_bytes()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    with zipfile.ZipFile(first) as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
        assert {*archive.namelist()} == _held(crate)
        assert all(archive.read(name) == (crate / name).read_bytes() for name in _held(crate))


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("results/planted", "folder of a finished fold"),
        ("results/planted/fold-1", "folder of a finished fold"),
        ("../elsewhere", "folder of a finished fold"),
    ],
)
def test_what_is_no_finished_fold_is_refused(run, tmp_path, monkeypatch, capsys, folder, told):
    monkeypatch.chdir(run)
    assert main(["crate", folder, "-o", str(tmp_path / "out/a.zip")]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"error: {folder}: expected {told}")
    assert error.count("\n") == 1
    assert not list(tmp_path.rglob("*"))


def test_what_is_there_is_not_replaced(run, crate, monkeypatch, capsys):
    monkeypatch.chdir(run)
    before = _held(crate)
    assert main(["crate", FOLD, "-o", str(crate)]) == 1
    assert "expected a new file or folder" in capsys.readouterr().err
    assert _held(crate) == before


def test_a_repository_without_git_has_no_revision_to_tell(run, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    monkeypatch.chdir(run)
    assert main(["crate", FOLD, "-o", str(tmp_path / "a")]) == 1
    assert "expected a Git repository with a commit" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
