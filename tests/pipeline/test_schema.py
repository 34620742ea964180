import json

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from eeg2music.dotted import flatten
from eeg2music.pipeline import schema
from tests.pipeline.parameters import ROOT

SCHEMA = json.loads((ROOT / schema.PATH).read_text())
SHIPPED = yaml.safe_load((ROOT / "params.yaml").read_text())


def test_the_schema_is_that_of_the_model():
    told = "params.py and its schema differ: run `eeg2music params-schema`"
    assert (ROOT / schema.PATH).read_text() == schema.as_json(), told


def test_the_schema_is_sound_and_accepts_the_shipped_file():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(SHIPPED)


@pytest.mark.parametrize(
    "change",
    [
        {"gird": {}},
        {"dataset": "other"},
        {"grid": SHIPPED["grid"] | {"extra_s": 1.0}},
        {"split": SHIPPED["split"] | {"validation_songs": 1.5}},
        {"report": {"title": 3}},
    ],
)
def test_the_schema_refuses_what_the_model_refuses(change):
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(SHIPPED | change)


def test_export_writes_the_schema_where_the_rules_read_it(tmp_path):
    (tmp_path / schema.PATH).parent.mkdir(parents=True)
    schema.export(tmp_path)
    assert json.loads((tmp_path / "workflow/schemas/params.schema.json").read_text()) == SCHEMA


def test_help_tells_every_parameter(capsys):
    schema.show(ROOT)
    told = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.strip()}
    free = (
        "demo.cohorts",
        "demo.sizes",
        "eeg_features.bands_hz",
        "eeg_vocabulary.weights",
        "experiments.variants",
        "experiments.tables",
        "audio_vocabulary.w",
    )
    assert {name for name in flatten(SHIPPED) if not name.startswith(free)} <= told
