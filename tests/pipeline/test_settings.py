import json

import pytest

from eeg2music.dotted import flatten
from eeg2music.errors import DataError
from eeg2music.pipeline import settings, signature
from eeg2music.stages.catalogue import names
from tests.pipeline.parameters import parameters

STAGES = names()
PARAMS = parameters()
FLAT = flatten(PARAMS.model_dump())


def test_a_text_holds_what_the_stage_reads_and_nothing_else():
    assert json.loads(settings.of_stage(PARAMS, "report")) == {
        "compute.threads": 1,
        "grid.frame_s": 0.5,
        "grid.slice_s": 4.0,
        "report.title": PARAMS.report.title,
    }


def test_a_free_mapping_is_handed_over_whole():
    held = json.loads(settings.of_stage(PARAMS, "audio_tokens"))
    named = {key for key in FLAT if key.startswith("audio_vocabulary.weights.")}
    assert held.keys() == {"compute.threads", *named}


def test_a_section_that_only_some_datasets_have_is_handed_over_to_them():
    bids = {key for key in FLAT if key.startswith("bids.")}
    assert not bids & json.loads(settings.of_stage(PARAMS, "slices", frozenset({"bdf"}))).keys()
    assert bids < json.loads(settings.of_stage(PARAMS, "slices", frozenset({"bids"}))).keys()


@pytest.mark.parametrize(
    ("key", "value", "stages"),
    [
        ("evaluate.power", 0.9, {"detectability", "evaluate", "shared", "table"}),
        (
            "evaluate.confidence",
            0.9,
            {
                *("correspondence", "detectability", "evaluate", "music", "protocol_hits"),
                *("model_detection", "readable", "shared", "table", "sensitivity"),
            },
        ),
        ("power.level", 0.1, {"detectability"}),
        ("power.strengths", [0.0, 0.1], {"detection"}),
        ("power.draws", 5, set()),
        (
            "evaluate.k",
            [1],
            {"evaluate", "health", "model_detection", "protocol_hits", "sensitivity"},
        ),
        ("evaluate.mask_ratios", [0.5], {"scores", "controls", "train"}),
        ("evaluate.ways", [3], {"evaluate"}),
        ("evaluate.largest_shift_s", 2.0, {"scores", "demo_oracle", "sensitivity"}),
        ("compose.trials", 1, set()),
        ("compose.steps", 3, {"instrument", "compose", "performances"}),
        ("eeg_vocabulary.eps_steps", 3, {"eeg_vocabulary"}),
        ("bids.task", "rest", set()),
        ("demo.cohorts", {"weak": 0.1}, set()),
        ("download.archives", ["data_original.zip"], set()),
        ("compute.device", "cuda", {"train", "scores", "sensitivity"}),
        ("compute.threads", 2, set(STAGES)),
    ],
)
def test_a_key_reaches_the_stages_that_read_it_and_no_others(key, value, stages):
    assert _reached(key, value) == stages


def test_the_length_of_a_frame_reaches_nothing_that_knows_no_frames():
    reached = _reached("grid.frame_s", 1.0)
    assert {"train", "eeg_features"} <= reached
    assert not {"slices", "decode", "demo_ratings", "demo_video_list", "quality"} & reached


def _reached(key, value):
    changed = parameters(**{key.replace(".", "__"): value})
    return {s for s in STAGES if settings.of_stage(changed, s) != settings.of_stage(PARAMS, s)}


def test_swapping_two_values_changes_the_text():
    told = [parameters(split__folds=a, split__seed=b) for a, b in ((2, 3), (3, 2))]
    first, swapped = (settings.of_stage(each, "split") for each in told)
    assert first != swapped


def test_our_first_seed_leads_the_experiments():
    grid = parameters(experiments__systems=["zeroed", "ours"], experiments__seeds=[3, 1])
    assert settings.experiments(grid) == ["ours-3", "ours-1", "zeroed-3", "zeroed-1"]


def test_an_experiment_needs_the_model_that_it_spoils():
    grid = parameters(experiments__systems=["shuffled", "no_eeg", "zeroed"], experiments__seeds=[2])
    assert settings.models(grid) == ["ours-2", "no_eeg-2"]


def test_what_is_fitted_in_closed_form_has_no_learning_curve():
    grid = parameters(experiments__systems=["ours", "ridge", "zeroed"], experiments__seeds=[0])
    assert settings.models(grid) == ["ours-0", "ridge-0"]
    assert settings.learnt(grid) == ["ours-0"]


def test_a_variant_is_part_of_every_name():
    told = parameters(experiments__systems=["ours", "zeroed"], experiments__variant="paper")
    assert settings.experiments(told) == ["ours+paper-0", "zeroed+paper-0"]
    assert settings.models(told) == ["ours+paper-0"]


def test_what_tables_hold_is_scored_once_and_what_is_tried_only_trained():
    told = parameters(
        experiments__systems=["ours"],
        experiments__seeds=[0],
        experiments__tuning={"systems": ["rnn"], "variants": ["grid"]},
        experiments__protocols={"systems": ["cnn"], "variant": "short"},
        experiments__coupled={"systems": ["ours", "ridge"], "variant": "grid"},
        experiments__tables={
            name: {
                "title": name,
                "systems": systems,
                "variants": ["grid"],
                "beside": ["zeroed"] if name == "two" else [],
                "reference": "ours+grid",
                "folds": 1,
                "k": [1],
            }
            for name, systems in {"one": ["ours", "shuffled"], "two": ["lstm", "ours"]}.items()
        },
    )
    assert settings.scored(told) == [
        "ours-0",
        "ours+grid-0",
        "shuffled+grid-0",
        "lstm+grid-0",
        "zeroed-0",
        *(cells := ["cnn+short-0", "cnn+short+calibration-0", "cnn+short+slice-0"]),
        "ridge+grid-0",
    ]
    assert settings.trained(told) == [
        *("ours-0", "ours+grid-0", "lstm+grid-0"),
        *(*cells, "ridge+grid-0", "rnn+grid-0"),
    ]


@pytest.mark.parametrize("system", ["theirs", "unigram", "oracle_features", "../ours", ""])
def test_a_system_that_no_model_predicts_for_is_no_experiment(system):
    with pytest.raises(DataError, match=r"experiments\.systems\.0.*none of the systems ours, "):
        parameters(experiments__systems=[system])


def test_keys_are_all_parameters_and_a_free_mapping_is_one():
    free = {"demo.cohorts", "demo.sizes", "eeg_features.bands_hz", "experiments.variants"}
    free |= {"experiments.tables"}
    free |= {f"{side}_vocabulary.weights" for side in ("eeg", "audio")}
    named = [key for key in FLAT if not key.startswith(tuple(f"{name}." for name in free))]
    assert sorted(settings.keys()) == sorted([*named, *free])


@pytest.mark.parametrize("stage", STAGES)
def test_a_text_tells_the_keys_it_was_made_of(stage):
    held = settings.keys_in(settings.of_stage(PARAMS, stage))
    reads = signature.keys(stage)
    # A section within a section is one of these, and its parameters are what is handed over.
    above = {key: [name for name in reads if f"{key}.".startswith(f"{name}.")] for key in held}
    assert sorted({name for names in above.values() for name in names}) == reads
    assert all(len(names) == 1 for names in above.values())
