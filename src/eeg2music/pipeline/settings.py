"""What a rule tells its stage, and DVC, of ``params.yaml``."""

import json
import re
import typing
from collections.abc import Iterable
from itertools import accumulate

from eeg2music import registry
from eeg2music.corpora.contract import Excluded
from eeg2music.dotted import flatten
from eeg2music.params.root import Params, model
from eeg2music.pipeline import signature
from eeg2music.strict import Section
from eeg2music.training.params import named


def of_stage(params: Params, stage: str, given: frozenset[str] = frozenset()) -> str:
    """JSON text of the parameters that a stage reads, key by key, as ``--cfg`` takes it.

    One text, because Snakemake compares a rule's parameters as a *set of values*: were
    each key a value of its own, swapping two of them would change nothing.

    Parameters
    ----------
    given : set of str
        Optional sections that the dataset at hand has.
    """
    flat = flatten(params.model_dump())
    wanted = {*signature.keys(stage, given)}
    chosen = {key: flat[key] for key in flat if wanted.intersection(_outer(key))}
    return json.dumps(chosen, sort_keys=True)


def exclusions(excluded: Iterable[Excluded]) -> str:
    """JSON text of what does not take part: reason to subject to numbers of stimuli.

    Grouped, because a corpus whose subjects heard few of many stimuli excludes thousands of
    trials, and one argument of a command has room for 128 KiB.
    """
    told: dict[str, dict[str, list[int]]] = {}
    for each in excluded:
        told.setdefault(each.reason, {}).setdefault(each.subject, []).append(each.video)
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def unwanted_trials(params: Params) -> str:
    """JSON text of the single trials that the parameters exclude, as stage ``split`` reads it."""
    pairs = [(each.subject, each.video) for each in params.exclude]
    return json.dumps(sorted((s, v) for s, v in pairs if s is not None and v is not None))


def experiments(params: Params) -> list[str]:
    """File names of what is scored, ``{system}{variant}-{seed}``; our first seed leads."""
    return _cells(params, params.experiments.systems)


def models(params: Params) -> list[str]:
    """File names of the models that the experiments need, likewise."""
    return _cells(params, map(registry.model_of, params.experiments.systems))


def scored(params: Params) -> list[str]:
    """All that is scored for the report or for a table, likewise."""
    return [*dict.fromkeys([*experiments(params), *_of_tables(params)])]


def trained(params: Params) -> list[str]:
    """The models that these need, and those that are only tried, likewise."""
    tried = _seeded(params, params.experiments.tuning.cells)
    needed = [_model_of(experiment) for experiment in _of_tables(params)]
    return [*dict.fromkeys([*models(params), *needed, *tried])]


def _model_of(experiment: str) -> str:
    system = re.split(r"[+-]", experiment, maxsplit=1)[0]
    return registry.model_of(system) + experiment.removeprefix(system)


def _of_tables(params: Params) -> list[str]:
    of = params.experiments
    told = [*of.tables.values(), of.protocols, of.coupled]
    return _seeded(params, [cell for each in told for cell in each.cells])


def learnt(params: Params) -> list[str]:
    """Those of `models` that have a learning curve."""
    systems = map(registry.model_of, params.experiments.systems)
    return _cells(params, (s for s in systems if not registry.find(s, registry.Trained).path))


def _cells(params: Params, systems: Iterable[str]) -> list[str]:
    ordered = sorted(set(systems), key=registry.order)
    return _seeded(params, [named(each, params.experiments.variant) for each in ordered])


def _seeded(params: Params, cells: Iterable[str]) -> list[str]:
    return [f"{cell}-{seed}" for cell in cells for seed in params.experiments.seeds]


def keys(section: type[Section] | None = None, prefix: str = "") -> list[str]:
    """Dotted names of every parameter of the model; a mapping of free keys is one."""
    found: list[str] = []
    for name, field in (section or model()).model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            found += keys(kind, f"{prefix}{name}.")
        else:
            found.append(f"{prefix}{name}")
    return found


def keys_in(text: str) -> list[str]:
    """Names among `keys` that a text of `of_stage` holds."""
    held = typing.cast(dict[str, object], json.loads(text))
    return [key for key in keys() if any(_within(name, key) for name in held)]


def _within(key: str, name: str) -> bool:
    return name in _outer(key)


def _outer(key: str) -> Iterable[str]:
    """A name, and those of all that it is within."""
    return accumulate(key.split("."), "{}.{}".format)
