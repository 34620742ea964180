"""What differs between variants, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.errors import DataError
from eeg2music.params.variants import varied
from tests.pipeline.parameters import parameters

VARIANTS = {
    "small": {"model": {"width": 24, "depth": 1}, "train": {"epochs": 2}},
    "deep": {"model": {"depth": 9}},
    "blind": {"model": {"dictionaries": []}},
}
NO_TABLES = {
    "experiments__tables": {},
    "experiments__tuning": {"systems": ["ours"], "variants": [""]},
    "experiments__protocols": {"systems": ["ours"], "variant": ""},
    "experiments__coupled": {"systems": ["ours"], "variant": ""},
}
PARAMS = parameters(experiments__variants=VARIANTS, **NO_TABLES)


def test_without_a_variant_parameters_are_as_they_are():
    assert varied(PARAMS, "") == PARAMS


@given(st.permutations(sorted(VARIANTS)), st.integers(0, 3))
def test_a_later_variant_wins_and_all_else_stays(names, count):
    names = names[:count]
    told = varied(PARAMS, "+".join(names))
    expected = PARAMS.model_dump()
    for name in names:
        for section, changes in VARIANTS[name].items():
            expected[section] |= changes
    assert told.model_dump() == expected


def test_an_unknown_variant_is_told_with_those_that_there_are():
    with pytest.raises(DataError, match=r"a variant called huge.*only blind, deep, small"):
        varied(PARAMS, "small+huge")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": {"width": 7}}, r"variant odd.*width 7 is not shared evenly by 4 heads"),
        ({"model": {"widht": 8}}, r"variant odd.*unknown key `model.widht`, did you mean `width`"),
        ({"train": {"epochs": "two"}}, r"variant odd.*`train.epochs`.*valid integer"),
    ],
)
def test_parameters_must_be_valid_under_a_variant(changes, told):
    with pytest.raises(DataError, match=told):
        varied(parameters(experiments__variants={"odd": changes}, **NO_TABLES), "odd")


def test_a_system_may_be_trained_in_a_way_of_its_own():
    grid = {"train": {"epochs": 2}, "systems": {"rnn": {"train": {"learning_rate": 0.5}}}}
    variants = {"grid": grid, "slow": {"train": {"learning_rate": 0.25}}}
    params = parameters(experiments__variants=variants, **NO_TABLES)
    assert varied(params, "grid", "rnn").train.learning_rate == 0.5
    assert varied(params, "grid", "rnn").train.epochs == 2
    assert varied(params, "grid", "lstm") == varied(params, "grid")
    assert varied(params, "grid").train.learning_rate == params.train.learning_rate
    assert varied(params, "grid+slow", "rnn").train.learning_rate == 0.25
    assert varied(params, "", "rnn") == params


@pytest.mark.parametrize(
    ("systems", "told"),
    [
        ({"gru": {"train": {}}}, "changes what gru is trained with, which no system is called"),
        ({"shuffled": {"train": {}}}, "changes what shuffled is trained with"),
        ({"rnn": {"seed": 1}}, "changes `seed`; only model and train"),
        ({"rnn": 1}, "`systems` that is no mapping of systems to what differs"),
        ([1], "`systems` that is no mapping of systems to what differs"),
    ],
)
def test_what_a_variant_tells_of_a_system_is_checked(systems, told):
    with pytest.raises(DataError, match=told):
        parameters(experiments__variants={"odd": {"systems": systems}}, **NO_TABLES)


@pytest.mark.parametrize("section", ["eeg_vocabulary", "compute", "models"])
def test_only_what_training_reads_differs(section):
    with pytest.raises(DataError, match=f"changes `{section}`; only model and train"):
        parameters(experiments__variants={"odd": {section: {"seed": 1}}})


@pytest.mark.parametrize("name", ["a+b", "A", "a b", "", "../x", "1a"])
def test_a_variants_name_is_part_of_a_files(name):
    with pytest.raises(DataError, match="should match pattern"):
        parameters(experiments__variants={name: {}})


@pytest.mark.parametrize("regime", ["calibration", "slice"])
def test_a_regime_changes_no_parameter_and_no_variant_can_be_called_so(regime):
    assert varied(PARAMS, f"small+{regime}") == varied(PARAMS, "small")
    with pytest.raises(DataError, match=f"no variant can be called {regime}"):
        parameters(experiments__variants={regime: {}}, **NO_TABLES)
    with pytest.raises(DataError, match=f"there is no variant called {regime}"):
        parameters(experiments__variant=regime)
