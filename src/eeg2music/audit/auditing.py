"""Every canary through the chain, each held against a run without one."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.audit.canaries import AUDIO, EEG, Canary
from eeg2music.audit.chain import Chain, Settings, copy_but
from eeg2music.audit.changes import write_as
from eeg2music.audit.held import Held, Moved
from eeg2music.audit.parts import Parts
from eeg2music.audit.tables import AUDIT
from eeg2music.eeg.tables import SLICES
from eeg2music.errors import DataError
from eeg2music.evaluation.tables import SONG_SPLIT, SPLIT
from eeg2music.parquet import Schema
from eeg2music.vocabulary.tables import DICTIONARY

log = logging.getLogger(__name__)
KEPT_SLICES = 3
"""Slices of each trial that the audit runs on: a leak of a whole trial is one of its beginning."""
WHOLE = "whole"


@dataclass(frozen=True)
class Fold:
    """Where the files that tell the parts of a fold are, relative to the folder of a run."""

    trials: str
    songs: str
    audio_dictionary: str


def audit(
    chain: Chain, fold: Fold, results: Path, scratch: Path, canaries: Sequence[Canary]
) -> pd.DataFrame:
    """Run the chain without canaries and with each.

    Parameters
    ----------
    results : Path
        Where the files lie that the chain begins with.
    scratch : Path
        An empty folder.

    Returns
    -------
    DataFrame
        Rows of `tables.AUDIT`.

    Raises
    ------
    DataError
        If a file that the chain begins with is not there, or a step refuses its input.
    """
    whole = scratch / WHOLE
    settings = shortened(chain)
    shorten(chain, results, whole)
    chain.run(whole, chain.steps, settings)
    parts = _parts(whole, fold)
    rows = []
    for canary in canaries:
        log.info("%s: %s", canary.name, canary.about)
        folder = scratch / canary.name
        plant(chain, canary, parts, whole, folder, settings)
        rows += [*_verdicts(chain, canary, parts, whole, folder)]
    return pd.DataFrame(rows, columns=[column.name for column in AUDIT.columns])


def plant(
    chain: Chain, canary: Canary, parts: Parts, whole: Path, folder: Path, settings: Settings
) -> None:
    """Make a folder of what the chain makes of a canary."""
    files = {file: each for each in canary.changes for file in chain.files(each.product)}
    told = dict(settings) | _raised(chain, canary)
    again = chain.after([*files], _raised(chain, canary)) if files or canary.raised else chain.steps
    made = {file for step in again for file in step.outputs}
    copy_but(whole, folder, made | files.keys())
    for file, change in files.items():
        change.write(whole / file, folder / file, parts)
    chain.run(folder, again, told)


def shortened(chain: Chain) -> dict[str, object]:
    """Settings under which the chain runs in a short time: few slices, epochs and layers."""
    every = (*chain.sources, *chain.steps)
    (slice_s,) = {s.settings["grid.slice_s"] for s in every if "grid.slice_s" in s.settings}
    return {
        "grid.trial_s": KEPT_SLICES * float(str(slice_s)),
        "model.depth": 1,
        "train.epochs": 2,
        "train.warmup_epochs": 1,
        "train.averaging": 0.5,
        "vocabulary.accept_unhealthy": True,
        "evaluate.largest_shift_s": 0.0,
    }


def shorten(chain: Chain, results: Path, target: Path) -> None:
    """Copy what the chain begins with, the first slices of each trial.

    Raises
    ------
    DataError
        If something is not there.
    """
    long: dict[str, Schema] = dict.fromkeys(chain.files(EEG), SLICES)
    long |= dict.fromkeys(chain.files(AUDIO), AUDIO_FEATURES)
    for file in chain.read:
        if not (results / file).is_file():
            raise DataError(
                results / file,
                expected="a finished run of the cohort and fold",
                found="no such file",
                cure="Run `snakemake` first.",
            )
        if file in long:
            _cut(results / file, target / file, long[file])
        else:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            (target / file).write_bytes((results / file).read_bytes())


def _cut(source: Path, target: Path, schema: Schema) -> None:
    table = parquet.read(source, schema)
    kept = (table.frame["slice"] < KEPT_SLICES).to_numpy()
    columns = {name: table.frame[name].to_numpy()[kept] for name in table.frame}
    columns |= {name: values[kept] for name, values in table.arrays.items()}
    write_as(table, target, schema, columns)


def _parts(whole: Path, fold: Fold) -> Parts:
    return Parts(
        parquet.read(whole / fold.trials, SPLIT).frame,
        parquet.read(whole / fold.songs, SONG_SPLIT).frame,
        KEPT_SLICES,
        len(parquet.read(whole / fold.audio_dictionary, DICTIONARY).frame),
    )


def _raised(chain: Chain, canary: Canary) -> dict[str, object]:
    """Values of the parameters that a canary changes."""
    return {
        name: int(str(step.settings[name])) + more
        for name, more in canary.raised.items()
        for step in chain.steps
        if name in step.settings
    }


def _verdicts(
    chain: Chain, canary: Canary, parts: Parts, whole: Path, folder: Path
) -> Iterator[tuple[object, ...]]:
    for must, held in (("stay", canary.stays), ("move", canary.moves)):
        for each in held:
            found = _compared(chain, each, parts, whole, folder)
            if found.of:
                leak = bool(found.moved) if must == "stay" else not found.moved
                product = str(each.product)
                yield canary.name, product, each.what, must, found.moved, found.of, leak


def _compared(chain: Chain, held: Held, parts: Parts, whole: Path, folder: Path) -> Moved:
    files = chain.files(held.product)
    return sum((held.compare(whole / f, folder / f, parts) for f in files), start=Moved(0, 0))
