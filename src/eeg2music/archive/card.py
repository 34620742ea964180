"""A model card: what a trained model is, what it knows, how well it does, what it is for.

In the form that model hubs read: Markdown under a header of YAML.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import metadata
from typing import Any

import pandas as pd
import yaml

from eeg2music import registry
from eeg2music.archive.facts import Facts
from eeg2music.dotted import flatten
from eeg2music.files import sha256

_PARTS = (
    ("train", "training"),
    ("validation_headline", "choosing the epoch"),
    ("headline", "the test below"),
)
_USE = """\
It is for research on whether and how brain signals carry what was heard: to repeat, to compare,
to build on, and to play (`eeg2music compose`). It is for no decision about a person: it does not
diagnose, identify or assess anybody, and what it reads as emotion is what others said of the same
songs, not what this listener felt."""
_RECORDED = """\
It was trained on recordings of people. Their licence, and what they agreed to, decide to whom its
weights may be given; the licence of this software does not."""
_MADE_UP = """\
**It was trained on generated brains and generated songs.** They show that the method finds what was
put there. Nothing on this card says anything about real brains."""
_LIMITS = """\
It knows the electrodes, the frames and the sounds that it was trained on, and no others. Hits@k
beside that of a control tells what the brain adds; alone it tells little. Where intervals are of
few listeners, others may be served much worse: see `evaluate/cluster_hits.parquet`."""
_REGIME = """\

Beside the training part it was given what the regime `{regime}` allows (docs/evaluation.md)."""


def card(facts: Facts) -> str:
    """The whole card."""
    header = yaml.safe_dump(_header(facts), sort_keys=False, allow_unicode=True, width=100)
    sections = [
        f"# {_name(facts)}",
        "Written by `eeg2music card` from the files of the run; edits are lost.",
        f"## What it is\n\n{_what(facts)}",
        f"## What it was trained on\n\n{_trained_on(facts)}",
        f"## How well it does\n\n{_results(facts)}",
        f"## Limits and intended use\n\n{_limits(facts)}",
        f"## Parameters\n\n{_parameters(facts)}",
        f"## Files\n\n{_files(facts)}",
    ]
    return f"---\n{header}---\n\n" + "\n\n".join(sections) + "\n"


def _header(facts: Facts) -> dict[str, Any]:
    own = _own(facts)
    metrics = [
        {"type": "hits", "name": f"Hits@{row.k}", "value": round(float(row.hits), 4)}
        for row in own.itertuples()
    ]
    result = {
        "task": {"type": "other", "name": "which sound was heard, from EEG"},
        "dataset": {"type": facts.cohort, "name": f"{facts.cohort}, {facts.fold}, headline"},
        "metrics": metrics,
    }
    index = [{"name": _name(facts), "results": [result]}] if metrics else []
    told = {
        "license": _licence().lower() if facts.is_generated else "other",
        "library_name": "eeg2music",
        "tags": ["eeg", "music", "brain-computer-interface", "affective-computing"],
    }
    return told | ({"model-index": index} if index else {})


def _licence() -> str:
    return str(metadata("eeg2music")["License-Expression"])


def _name(facts: Facts) -> str:
    variant = f"+{facts.variant}" if facts.variant else ""
    seed = facts.settings.seed
    return f"{facts.settings.system}{variant}, seed {seed}, of {facts.cohort}, {facts.fold}"


def _what(facts: Facts) -> str:
    system, shapes = registry.find(facts.settings.system, registry.Trained), facts.settings.shapes
    brains = ", ".join(sorted({*facts.hits["coupling"]}))
    return (
        f"{system.title}, {system.about}: {system.kind} `{facts.settings.system}` of eeg2music"
        f" {facts.version}. From {shapes.channels} channels of EEG it predicts which of"
        f" {shapes.audio_entries} sounds was heard, frame by frame, by {facts.weights:,} weights"
        f" for each of {len(facts.settings.best_epochs)} tasks. Brains: {brains}."
    )


def _trained_on(facts: Facts) -> str:
    rows = [
        (about, len(part), part["subject"].nunique(), part["video"].nunique())
        for name, about in _PARTS
        for part in [facts.split[facts.split["part"] == name]]
    ]
    told = _table(("part, for", "trials", "listeners", "songs"), rows)
    train, test = (facts.split[facts.split["part"] == name] for name in ("train", "headline"))
    shared = [
        f"{len({*train[column]} & {*test[column]})} {word}"
        for column, word in (("subject", "listeners"), ("video", "songs"))
    ]
    epochs = ", ".join(f"{task}: {n}" for task, n in sorted(facts.settings.best_epochs.items()))
    regime = _REGIME.format(regime=facts.regime) if facts.regime else ""
    return (
        f"Cohort `{facts.cohort}`, split `{facts.fold}`, from seed {facts.settings.seed}."
        f"\n\n{told}\n\nThese parts of training and test share {' and '.join(shared)}. Epochs that"
        f" weights were kept of, out of {facts.settings.epochs}: {epochs}.{regime}"
    )


def _results(facts: Facts) -> str:
    own = _own(facts)
    if own.empty:
        return "`evaluate/hits.parquet` of its fold has no row of it: it was not scored there."
    first = own.iloc[0]
    ks = sorted({*facts.hits["k"]})
    others = [name for name in _systems(facts.hits) if name != facts.settings.system]
    rows = [_row(facts.hits, name, ks) for name in (facts.settings.system, *others)]
    return (
        f"Hits@k: the share of frames whose sound is among the k likeliest, and its"
        f" {facts.confidence:.0%} interval over {first['n_subjects']} listeners and"
        f" {first['n_songs']} songs that test; {first['n_positions']} positions,"
        f" {first['seeds']} seed(s). Controls and oracles are scored at the same positions.\n\n"
        + _table(("", "kind", *(f"Hits@{k}" for k in ks)), rows)
    )


def _row(hits: pd.DataFrame, system: str, ks: Iterable[int]) -> tuple[str, ...]:
    rows = hits[hits["system"] == system].set_index("k")
    told = [
        f"{row.hits:.1%} ({row.ci_low:.1%} to {row.ci_high:.1%})"
        for row in rows.reindex(ks).itertuples()
    ]
    return (f"`{system}`", str(rows["kind"].iloc[0]), *told)


def _limits(facts: Facts) -> str:
    return f"{_USE}\n\n{_MADE_UP if facts.is_generated else _RECORDED}\n\n{_LIMITS}"


def _parameters(facts: Facts) -> str:
    sections = {"model": facts.settings.model.model_dump(), "train": dict(facts.train)}
    rows = [(f"`{name}`", str(value)) for name, value in sorted(flatten(sections).items())]
    return _table(("parameter", "value"), rows)


def _files(facts: Facts) -> str:
    files = (facts.path, facts.path.with_suffix(".json"))
    rows = [(f"`{each.name}`", each.stat().st_size, f"`{sha256(each)}`") for each in files]
    return _table(("file", "bytes", "SHA-256"), rows)


def _own(facts: Facts) -> pd.DataFrame:
    """Its rows of Hits@k; a variant is scored elsewhere, so that the row is another's."""
    rows = facts.hits[facts.hits["system"] == facts.settings.system].sort_values("k")
    return rows.iloc[:0] if facts.variant else rows


def _systems(hits: pd.DataFrame) -> list[str]:
    return sorted({*hits["system"]}, key=registry.order)


def _table(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    return "\n".join(_lines(tuple(names), rows))


def _lines(names: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
