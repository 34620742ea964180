import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.dotted import flatten
from eeg2music.pipeline import settings
from tests.pipeline.parameters import parameters

PARAMS = parameters()
FLAT = flatten(PARAMS.model_dump())


def test_a_text_holds_what_was_named_and_nothing_else():
    held = json.loads(settings.as_text(PARAMS, "grid", "compute.threads"))
    assert held == {
        "compute.threads": 1,
        "grid.trial_s": 60.0,
        "grid.slice_s": 4.0,
        "grid.frame_s": 0.5,
    }


def test_a_name_is_not_a_prefix_of_letters():
    with pytest.raises(KeyError, match="spli"):
        _text("spli")


def test_a_name_that_does_not_exist_is_told():
    with pytest.raises(KeyError, match=r"no train\.speed, gird"):
        _text("grid", "train.speed", "gird")


@given(st.permutations(["train", "compute.threads", "grid.trial_s"]))
def test_the_order_of_names_changes_nothing(names):
    assert _text(*names) == _text("train", "compute.threads", "grid.trial_s")


def test_swapping_two_values_changes_the_text():
    swapped = parameters(split__test_subjects=0.125, split__validation_subjects=0.2)
    assert settings.as_text(swapped, "split") != _text("split")


def test_our_first_seed_leads_the_experiments():
    grid = parameters(experiments__systems=["no_eeg", "ours"], experiments__seeds=[3, 1])
    assert settings.experiments(grid) == ["ours-3", "ours-1", "no_eeg-3", "no_eeg-1"]


def test_keys_are_all_parameters_and_a_free_mapping_is_one():
    free = {"demo.sizes", "eeg_features.bands_hz"}
    free |= {f"{side}_vocabulary.weights" for side in ("eeg", "audio")}
    named = [key for key in FLAT if not key.startswith(tuple(f"{name}." for name in free))]
    assert sorted(settings.keys()) == sorted([*named, *free])


@given(st.sets(st.sampled_from(settings.keys()), min_size=1))
def test_a_text_tells_the_keys_it_was_made_of(names):
    assert set(settings.keys_in(_text(*names))) == names


def _text(*names):
    return settings.as_text(PARAMS, *names)
