import re
from pathlib import Path

import pytest
import yaml

from eeg2music.dotted import flatten, nest
from eeg2music.errors import DataError
from eeg2music.params.root import load, model, parse
from eeg2music.strict import Section

SHIPPED = Path(__file__).parents[1] / "params.yaml"
UNITS = ("_hz", "_s", "_ms")


def _changed(name, value):
    return nest(flatten(yaml.safe_load(SHIPPED.read_text())) | {name: value})


def _refusal(name, value):
    with pytest.raises(DataError) as refused:
        parse(_changed(name, value))
    assert refused.value.file == "params.yaml"
    return refused.value.found


def test_the_shipped_file_is_valid_and_read_unchanged():
    assert load(SHIPPED).model_dump() == yaml.safe_load(SHIPPED.read_text())


def test_yamls_null_may_name_a_cohort():
    assert parse(_changed("demo.cohorts", {None: 0.0})).demo.cohorts == {"null": 0.0}


@pytest.mark.parametrize(
    ("unknown", "near"),
    [
        ("gird", "grid"),
        ("train.batch_slice", "batch_slices"),
        ("audio_vocabulary.max_noize", "max_noise"),
        ("demo.sizes.tiny.song", "songs"),
    ],
)
def test_an_unknown_key_is_refused_with_the_near_one(unknown, near):
    assert _refusal(unknown, 1) == f"unknown key `{unknown}`, did you mean `{near}`?"


def test_an_unknown_key_like_no_other_is_told_what_is_known():
    found = _refusal("report.zzzz", 1)
    assert found == "unknown key `report.zzzz`, known here: title"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("compute.threads", "2", "valid integer"),
        ("slices.regress_eog", 1, "valid boolean"),
        ("grid", 4.0, "valid dictionary"),
        ("model.dropout", 1.5, "less than or equal to 1"),
        ("train.learning_rate", 0.0, "greater than 0"),
        ("evaluate.k", [], "at least 1 item"),
        ("vocals.separator", "magic", "'demo' or 'htdemucs'"),
        ("demo.sizes.tiny.subjects", ["s01", "s02", "s03", "p4"], "match pattern"),
        ("demo.size", "huge", "is none of ['full', 'pair', 'tiny']"),
        ("grid.frame_s", 0.7, "does not divide"),
        ("slices.low_hz", 50.0, "no pass band up to 60 Hz, the most of 128 Hz"),
        ("slices.high_hz", 62.0, "no pass band up to 60 Hz, the most of 128 Hz"),
        ("eeg_features.bands_hz.alpha", [14.0, 8.0], "band alpha ends at 8 Hz, before it starts"),
        ("eeg_features.bands_hz.alpha", [8.0, 8.0], "band alpha ends at 8 Hz, before it starts"),
    ],
)
def test_a_value_out_of_type_or_range_is_refused_by_name(name, value, expected):
    found = _refusal(name, value)
    assert found.startswith(
        (f"`{name}", f"`{name.partition('.')[0]}`", f"`{name.rpartition('.')[0]}`")
    )
    assert expected in found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("slices.low_hz", 1.0, "`slices.low_hz` 1 is below 2 Hz"),
        ("slices.sampling_rate_hz", 125, "`grid.frame_s` 0.5 s is no whole number of samples"),
        ("eeg_features.bands_hz.delta", [1.0, 4.0], "`eeg_features.bands_hz.delta` 1 to 4 Hz lies"),
        ("eeg_features.bands_hz.high", [45.0, 60.0], "outside what `slices` lets pass, 4 to 45 Hz"),
    ],
)
def test_sections_that_do_not_go_together_are_refused(name, value, found):
    assert found in _refusal(name, value)


def test_the_demo_separator_is_refused_for_real_music():
    assert "`vocals.separator: demo`" in _refusal("dataset", "deap")


def test_every_offending_key_is_named_at_once():
    wrong = _changed("train.alpha", 2.0) | {"report": {}}
    with pytest.raises(DataError, match=r"`report\.title`.*`train\.alpha`"):
        parse(wrong)


def _fields(section):
    for name, field in section.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            assert field.annotation.__doc__
            yield from _fields(field.annotation)
        else:
            yield f"{section.__name__}.{name}", field.description


def test_every_parameter_has_a_unit_in_its_name_or_a_description():
    assert not [name for name, told in _fields(model()) if not (told or name.endswith(UNITS))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, "no file"),
        (b"demo:\n\tsize: tiny\n", "line 2, column 1"),
        (b"demo: {size: tiny\n", "line 2, column 1"),
        (b"report: {title: M\xfcnchen}\n", "can't decode byte 0xfc"),
        (b"", "valid dictionary"),
        (b"- a\n- b\n", "valid dictionary"),
    ],
)
def test_what_is_no_file_of_parameters_is_told_in_a_line(tmp_path, text, found):
    path = tmp_path / "params.yaml"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(DataError, match=re.escape(found)) as told:
        load(path)
    assert told.value.file == str(path)
    assert "\n" not in str(told.value)


def test_a_misspelt_key_is_one_mistake_and_not_two():
    told = yaml.safe_load(SHIPPED.read_text())
    told["datset"] = told.pop("dataset")
    with pytest.raises(DataError) as refused:
        parse(told)
    assert refused.value.found == "unknown key `datset`, did you mean `dataset`?"
    assert str(refused.value).endswith("`dataset`? Correct the keys named here.")


def test_a_key_that_is_lacking_is_told_without_all_that_is_there():
    told = yaml.safe_load(SHIPPED.read_text())
    del told["grid"], told["compute"]["threads"]
    with pytest.raises(DataError) as refused:
        parse(told)
    assert refused.value.found.split("; ") == ["no `grid`", "no `compute.threads`"]


def test_of_a_long_value_the_beginning_is_told():
    found = _refusal("compute.threads", list(range(1000)))
    assert "valid integer" in found
    assert found.endswith("…)")
    assert len(found) < 200


def test_what_is_no_yaml_is_told_with_its_line(tmp_path):
    file = tmp_path / "params.yaml"
    file.write_text("grid:\n  slice_s: 4.0\nexclude: [\n")
    with pytest.raises(DataError, match="found line 4, column 1: exp") as refused:
        load(file)
    assert str(refused.value).count("\n") == 0
