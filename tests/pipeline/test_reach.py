"""Every parameter, changed once: what Snakemake would run again, what DVC would, what reads it."""

import shutil

import pytest
import yaml

from eeg2music.dotted import flatten, nest
from eeg2music.params.root import parse
from eeg2music.pipeline import dvc_yaml, planned, settings, signature, workflow
from eeg2music.stages.catalogue import names
from tests.pipeline.parameters import ROOT

pytestmark = pytest.mark.end_to_end  # a minute: Snakemake plans a run for each

SHIPPED = yaml.safe_load((ROOT / "params.yaml").read_text())
FLAT = flatten(SHIPPED) | {"demo.size": "tiny"}  # the same rules, and fewer jobs to plan
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
PLANNED = set(STAGES) - {dvc_yaml.PLAN}
OTHER_RULES = {"dataset", "eeg_source"}
"""They choose which rules there are: ``dvc.yaml`` is of one choice, and refuses others."""
FREE = ("eeg_features.bands_hz", "eeg_vocabulary.weights", "audio_vocabulary.weights")
OTHER = {
    "exclude": [{"subject": "s02", "video": 3, "reason": "why"}],
    "compute.device": "cuda",
    "compute.precision": "bfloat16",
    "demo.size": "full",
    "demo.cohorts.planted": 0.25,
    "demo.sizes.full.subjects": ["s01", "s02", "s23", "s24"],
    "demo.sizes.tiny.subjects": ["s01", "s24"],
    "demo.sizes.pair.subjects": ["s02", "s24"],
    "demo.sizes.full.songs": 30,
    "download.url": "https://example.org/",
    "download.archives": ["data_original.zip"],
    "bids.channels": ["Cz"],
    "grid.trial_s": 56.0,
    "grid.slice_s": 2.0,
    "grid.frame_s": 1.0,
    "eeg_features.bands_hz.theta": [4.0, 7.5],
    "eeg_features.bands_hz.alpha": [8.5, 14.0],
    "eeg_features.bands_hz.beta": [14.5, 31.0],
    "eeg_features.bands_hz.gamma": [31.5, 45.0],
    "slices.high_hz": 40.0,
    "slices.sampling_rate_hz": 256,
    "vocals.separator": "htdemucs",
    "vocals.weights": "elsewhere",
    "eeg_vocabulary.method": "kmeans",
    "eeg_vocabulary.directions": "principal",
    "audio_vocabulary.method": "kmeans",
    "audio_vocabulary.directions": "whitened",
    "model.heads": 3,
    "model.width": 192,
    "model.dictionaries": ["eeg"],
    "model.positions": "trial",
    "experiments.systems": ["ours", "no_eeg"],
    "experiments.seeds": [0, 1],
    "experiments.variant": "paper",
    "evaluate.k": [1, 5],
    "power.strengths": [0.0, 0.1],
}
OF_TABLES = (
    *(f"experiments.{n}." for n in ("variants", "tables", "tuning", "protocols", "coupled")),
    "power.model_strength",
)
"""They reach nothing unless they are asked for: some stand for all."""
DECIDE = ("demo", "exclude", "split", "compose.trials", "experiments", "grid", "power.draws")
"""Parameters that say what jobs there are, or of what, to stages that are not handed them."""


def other(key, value):
    """A value that a parameter may take instead."""
    if key in OTHER:
        return OTHER[key]
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * 0.9 or 0.5
        case str():
            return f"{value}x"
        case [int(), *_] | [float(), *_]:
            return [value[0] * 1.5 if isinstance(value[0], float) else value[0] + 1, *value[1:]]
    raise AssertionError(f"say in OTHER what {key} may be instead of {value}")


OF_ALL = "compute.threads"
"""Every stage is handed it: beside it no other parameter could be seen to reach too much."""
CHANGED = {
    key: other(key, value)
    for key, value in FLAT.items()
    if key not in OTHER_RULES and not key.startswith(OF_TABLES)
}
PARTS = 6
"""Of the parameters that decide nothing, for as many processes as there may be."""


def changes():
    """Each that decides with another value, and each free mapping with a key more and one fewer."""
    for key in (key for key in CHANGED if key.startswith((*DECIDE, OF_ALL))):
        yield key, {**FLAT, key: CHANGED[key]}
    for mapping in FREE:
        keys = [key for key in FLAT if key.startswith(f"{mapping}.")]
        yield f"{mapping}.+", {**FLAT, f"{mapping}.more": FLAT[keys[0]]}
        if len(keys) > 1:
            yield f"{mapping}.-", {key: FLAT[key] for key in FLAT if key != keys[-1]}
    yield "demo.cohorts.+", {**FLAT, "demo.cohorts.weak": 0.1}
    more = {"demo.sizes.more.subjects": ["s01", "s02"], "demo.sizes.more.songs": 8}
    yield "demo.sizes.+", FLAT | more
    for key in ("experiments.variants.grid.train.epochs", "experiments.tables.systems.folds"):
        yield key, {**FLAT, key: FLAT[key] - 1}
    yield "experiments.tuning.systems", {**FLAT, "experiments.tuning.systems": ["ours"]}
    yield "experiments.protocols.variant", {**FLAT, "experiments.protocols.variant": "grid"}
    yield "experiments.tables.-", {k: v for k, v in FLAT.items() if ".tables.depths." not in k}
    yield "experiments.variants.+", {**FLAT, "experiments.variants.deep.model.depth": 9}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """The rules, with parameters of their own."""
    root = tmp_path_factory.mktemp("rules")
    shutil.copy(ROOT / "Snakefile", root)
    shutil.copytree(ROOT / "workflow", root / "workflow")
    return root


def plan(root, flat):
    """Parameters, and what makes Snakemake run each stage again under them."""
    told = parse(nest(flat), root / "params.yaml").model_dump()
    (root / "params.yaml").write_text(yaml.safe_dump(nest(flat), sort_keys=False))
    return told, planned.digests(workflow.jobs(root))


@pytest.fixture(scope="module")
def shipped(repository):
    return plan(repository, FLAT)


def value_of(params, key):
    for name in key.split("."):
        params = params[name]
    return params


def dvc_would(before, after):
    """Stages of which DVC compares a value that differs."""
    return {
        stage
        for stage in PLANNED
        for each in STAGES[stage]["params"]
        if (
            before[1].get(stage) != after[1].get(stage)
            if isinstance(each, dict)
            else value_of(before[0], each) != value_of(after[0], each)
        )
    }


def handed(key):
    """Stages whose function takes a parameter, by its signature."""
    key = key.removesuffix(".+").removesuffix(".-")
    return {
        stage
        for stage in PLANNED & {*names()}
        if any(key == name or key.startswith(f"{name}.") for name in signature.keys(stage))
    }


def packs():
    """Parameters that decide nothing, together where no stage is handed two of them."""
    packed = []
    for key in (key for key in CHANGED if not key.startswith((*DECIDE, OF_ALL))):
        stages = handed(key)
        for keys, taken in packed:
            if not stages & taken:
                keys.append(key)
                taken |= stages
                break
        else:
            packed.append(([key], {*stages}))
    return [keys for keys, _ in packed]


@pytest.mark.parametrize("part", range(PARTS))
def test_parameters_reach_both_tools_and_the_stages_that_are_handed_them(part, repository, shipped):
    for keys in packs()[part::PARTS]:
        changed = plan(repository, FLAT | {key: CHANGED[key] for key in keys})
        by_snakemake = {s for s in PLANNED if shipped[1].get(s) != changed[1].get(s)}
        assert dvc_would(shipped, changed) == by_snakemake, keys
        assert set().union(*map(handed, keys)) == by_snakemake, keys


@pytest.mark.parametrize(("key", "flat"), [pytest.param(*each, id=each[0]) for each in changes()])
def test_a_parameter_reaches_both_tools_and_what_reads_it(key, flat, repository, shipped):
    changed = plan(repository, flat)
    by_snakemake = {s for s in PLANNED if shipped[1].get(s) != changed[1].get(s)}
    assert dvc_would(shipped, changed) == by_snakemake
    if key.startswith(DECIDE):
        assert handed(key) <= by_snakemake
    else:
        assert handed(key) == by_snakemake


@pytest.mark.parametrize(
    ("flat", "stages"),
    [
        ({"exclude": OTHER["exclude"]}, {"split", "exclusions"}),
        ({"experiments.seeds": [0, 1]}, {"train", "scores", "evaluate", "plots", "report"}),
        ({"demo.sizes.pair.songs": 9}, set()),
        ({"experiments.variants.deep.model.depth": 9}, set()),
        ({"compose.trials": 1}, {"compose", "report"}),
    ],
)
def test_what_decides_on_jobs_reaches_these(flat, stages, repository, shipped):
    changed = plan(repository, FLAT | flat)
    assert dvc_would(shipped, changed) == stages


def test_keys_that_choose_rules_are_the_first_line_of_dvc_yaml():
    line = (ROOT / "dvc.yaml").read_text().splitlines()[1]
    assert all(f"{key}: {SHIPPED[key]}" in line for key in OTHER_RULES)


def test_free_mappings_are_all_tried():
    every = settings.keys()
    free = {key for key in every if any(name.startswith(f"{key}.") for name in FLAT)}
    assert free == {
        *FREE,
        "demo.cohorts",
        "demo.sizes",
        "experiments.variants",
        "experiments.tables",
    }
