"""What archives and catalogs read of the repository, held against the package itself."""

import json
import tomllib

import pytest
import yaml

import eeg2music
from tests.tiny import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PAPER = "10.3389/fnbot.2024.1437737"


@pytest.fixture(scope="module")
def citation():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text())


@pytest.fixture(scope="module")
def codemeta():
    return json.loads((ROOT / "codemeta.json").read_text())


def test_a_citation_has_what_the_format_asks_for(citation):
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    for each in citation["references"]:
        assert {"type", "title", "authors", "doi", "year"} <= each.keys()
    assert PAPER in {each["doi"] for each in citation["references"]}


def test_name_version_and_licence_are_those_of_the_package(citation, codemeta):
    for told in (
        (citation["title"], citation["version"], citation["license"]),
        (codemeta["name"], codemeta["version"], codemeta["license"].rpartition("/")[2]),
    ):
        assert told == (PROJECT["name"], eeg2music.__version__, PROJECT["license"])
    assert codemeta["description"] == PROJECT["description"]
    assert codemeta["runtimePlatform"] == f"Python {PROJECT['requires-python']}"
    assert codemeta["keywords"] == citation["keywords"]
    assert codemeta["referencePublication"][0]["identifier"] == f"https://doi.org/{PAPER}"


def test_what_the_metadata_point_to_is_there(codemeta):
    for key in ("readme", "softwareHelp", "continuousIntegration"):
        assert (ROOT / codemeta[key]).exists()


def test_the_catalog_finds_what_its_standardised_usage_asks_for():
    usage = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text())["usage"]
    assert usage["software-stack-deployment"] == {"conda": True}
    assert (ROOT / "environment.yml").is_file()
    assert (ROOT / "Snakefile").is_file()
    assert "params.yaml" in (ROOT / "config/README.md").read_text()
    rules = (path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk"))
    assert usage["report"] == any("report(" in text for text in rules)
