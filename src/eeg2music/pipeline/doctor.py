"""``eeg2music doctor``: what is there, what is missing, what is usable, before hours of work."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eeg2music.corpora import checkup
from eeg2music.corpora.adapters import corpus
from eeg2music.corpora.checkup import Finding
from eeg2music.errors import DataError
from eeg2music.params.root import Params, load
from eeg2music.pipeline.cohort import Cohort, cohorts
from eeg2music.pipeline.trials import lacking

MB_PER_TRIAL, MB_PER_SONG = 3.7, 60
"""Disk that results take, with DVC's copy of them, measured on the demo: tables of a trial,
audio of a stimulus."""


def doctor(root: Path, *, quick: bool = False) -> int:
    """Print findings as they come; return 1 if a run cannot start or something is unusable.

    Parameters
    ----------
    quick
        Look at what is there only: open no recording, decode no stimulus.
    """
    params = load(root / "params.yaml")
    found = next(iter(cohorts(params).values()))
    print(f"{params.dataset}: {found.raw}, recordings as {found.reader}\n")
    states = Counter[str]()
    for finding in _findings(params, found, quick):
        states[finding.state] += 1
        print(f"{finding.what:<18} {finding.state:<9} {finding.told}", flush=True)
    missing = lacking(params, found)
    print(f"\n{len(found.recordings)} subjects, {len(found.stimuli)} stimuli.", end=" ")
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "")
    if missing:
        print(f"A run cannot start: {missing}\n{_next_step(params, found)}")
    elif states[checkup.UNUSABLE]:
        print("Mend or exclude what is unusable (`exclude` in params.yaml): its jobs will fail.")
    else:
        print("`snakemake --cores N` can start.")
    return int(bool(missing or states[checkup.UNUSABLE]))


def _findings(params: Params, found: Cohort, quick: bool) -> Iterator[Finding]:
    yield from checkup.absent(found.excluded)
    yield _room(found)
    if params.vocals.separator == "htdemucs":
        yield _separator(params)
    if quick or not found.metadata:
        return
    reader = corpus(found.reader, Path(found.raw), params.bids, params.grid)
    yield from checkup.subjects(reader, found.recordings, found.metadata)
    yield from checkup.stimuli(reader, found.stimuli, found.timetable, params.grid, params.decode)


def _room(found: Cohort) -> Finding:
    """Disk for the results of the whole cohort."""
    trials = len(found.recordings) * len(found.stimuli)
    needed = MB_PER_TRIAL * trials + MB_PER_SONG * len(found.stimuli)
    free = shutil.disk_usage(".").free / 1e6
    told = f"{free / 1e3:.0f} GB free, about {needed / 1e3:.1f} GB needed for results"
    return Finding("disk", checkup.USABLE if free > needed else checkup.UNUSABLE, told)


def _separator(params: Params) -> Finding:
    """Whether the weights of the separator are there."""
    from eeg2music.audio.demucs_weights import locate

    try:
        files = locate(params.vocals.weights)
    except DataError as error:
        return Finding("htdemucs", checkup.UNUSABLE, str(error))
    return Finding("htdemucs", checkup.USABLE, ", ".join(path.name for path in files))


def _next_step(params: Params, found: Cohort) -> str:
    """What to do for a dataset of which too little is there."""
    if params.dataset == "bids":
        return f"Put a BIDS folder at {found.raw} (docs/corpora.md)."
    return (
        f"Put DEAP's archives, or what they hold, into {found.raw}, or set DEAP_USER and "
        "DEAP_PASSWORD and run `snakemake archives`; then add stimuli (docs/deap.md)."
    )
