"""``eeg2music doctor``: what is there, what is missing, what is usable, before hours of work."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from eeg2music.corpora import checkup
from eeg2music.corpora.adapters import corpus
from eeg2music.corpora.checkup import UNUSABLE, USABLE, Finding
from eeg2music.errors import DataError
from eeg2music.params.root import Params, load
from eeg2music.pipeline.cohort import Cohort, cohorts
from eeg2music.pipeline.trials import lacking
from eeg2music.stages import device

MB_PER_TRIAL, MB_PER_SONG, MB_OF_MODELS = 3.7, 60, 200
"""Disk that results take, with DVC's copy of them, measured on the demo: tables of a trial of
`_TRIAL`, audio of a stimulus as long, models with the music that they make."""
_TRIAL = (60.0, 128, 32)
"""Seconds, samples a second, channels."""
_KEPT = ("results", ".dvc/cache")


def doctor(root: Path, *, quick: bool = False) -> int:
    """Print the verdict, then what was found; return 1 if a run cannot start, or would fail.

    Parameters
    ----------
    quick
        Look at what is there only: open no recording, decode no stimulus.
    """
    params = load(root / "params.yaml")
    found = next(iter(cohorts(params).values()))
    findings = list(_findings(params, found, quick))
    missing = lacking(params, found)
    fails = [each for each in findings if each.state == UNUSABLE]
    print(_verdict(missing, len(fails)))
    there = f"{len(found.recordings)} subjects, {len(found.stimuli)} stimuli"
    print(f"{params.dataset}: {found.raw}, recordings as {found.reader}; {there}.")
    for hint in found.hints or ([_next_step(params, found)] if missing else []):
        print(f"To do: {hint}.")
    print()
    for each in checkup.grouped(findings):
        print(f"{each.what:<18} {each.state:<9} {each.told}")
    return int(bool(missing or fails))


def _verdict(missing: str, fails: int) -> str:
    if missing:
        return f"A run cannot start: {missing}"
    if fails:
        return f"{fails} unusable, whose jobs will fail: mend or exclude them (params.yaml)."
    return "`snakemake --cores N` can start."


def _findings(params: Params, found: Cohort, quick: bool) -> Iterator[Finding]:
    yield from checkup.absent(found.excluded)
    channels = len(params.bids.channels) if params.dataset == "bids" else 0
    if params.vocals.separator == "htdemucs":
        yield _checked("htdemucs", lambda: _weights(params))
    if params.compute.device != "cpu":
        yield _checked("device", lambda: device.check(params.compute.device))
    if not quick and found.metadata:
        reader = corpus(found.reader, Path(found.raw), params.bids, params.grid)
        of_people = checkup.subjects(
            reader, found.recordings, found.metadata, params.grid, params.slices
        )
        for each in _progress(of_people, "recording", len(found.recordings)):
            channels = max(channels, len(each.channels))
            yield each
        of_songs = checkup.stimuli(
            reader, found.stimuli, found.timetable, params.grid, params.decode
        )
        yield from _progress(of_songs, "stimulus", len(found.stimuli))
    yield _room(params, found, channels)


def _progress(findings: Iterable[Finding], what: str, count: int) -> Iterator[Finding]:
    for number, each in enumerate(findings, start=1):
        print(f"{what} {number} of {count}: {each.state}", file=sys.stderr, flush=True)
        yield each


def _room(params: Params, found: Cohort, channels: int) -> Finding:
    """Disk for the results of the whole cohort, and for what archives hold."""
    seconds, rate_hz, usual = _TRIAL
    share = params.grid.trial_s / seconds
    size = share * (params.slices.sampling_rate_hz / rate_hz) * ((channels or usual) / usual)
    trials = len(found.recordings) * len(found.stimuli) - len(found.excluded_trials)
    results_mb = (
        MB_PER_TRIAL * size * trials + MB_PER_SONG * share * len(found.stimuli) + MB_OF_MODELS
    )
    kept_mb = sum(_megabytes(file for file in Path(place).rglob("*")) for place in _KEPT)
    packed = any(not os.path.exists(f) for files in found.recordings.values() for f in files)
    packed_mb = _megabytes(Path(found.raw).glob("*.zip*")) if packed else 0
    needed_gb = (max(results_mb - kept_mb, 0) + packed_mb) / 1e3
    free_gb = shutil.disk_usage(".").free / 1e9
    told = f"{free_gb:.0f} GB free, about {needed_gb:.1f} GB needed"
    return Finding("disk", USABLE if free_gb > needed_gb else UNUSABLE, told)


def _megabytes(files: Iterable[Path]) -> float:
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


def _checked(what: str, check: Callable[[], str | None]) -> Finding:
    try:
        return Finding(what, USABLE, check() or "")
    except DataError as error:
        return Finding(what, UNUSABLE, str(error))


def _weights(params: Params) -> str:
    """Files of the separator."""
    from eeg2music.audio.demucs_weights import locate

    return ", ".join(path.name for path in locate(params.vocals.weights))


def _next_step(params: Params, found: Cohort) -> str:
    """What to do for a dataset of which too little is there."""
    if params.dataset == "bids":
        return f"put a BIDS folder at {found.raw} (docs/corpora.md)"
    return (
        f"put DEAP's archives, or what they hold, into {found.raw}, or set DEAP_USER and "
        "DEAP_PASSWORD and run `snakemake archives`; then add stimuli (docs/deap.md)"
    )
