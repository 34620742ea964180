"""Which table each output of the rules is, and where it lies.

Where is what the rules say; which is said here, since a stage knows only the path that it is given.
"""

import re
from collections import defaultdict
from pathlib import Path, PurePosixPath

from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.audit.tables import AUDIT
from eeg2music.compose.tables import COMPOSITION, ENTRIES, JUDGEMENTS, MUSIC, TRAJECTORY
from eeg2music.corpora.tables import EXCLUSIONS, INTERPOLATED, LATENTS, MANIFEST, TRIALS
from eeg2music.demo.tables import SOURCES
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES, SLICES
from eeg2music.evaluation import tables as evaluation
from eeg2music.evidence import tables as evidence
from eeg2music.export.dictionary import Place
from eeg2music.live.tables import LIVE
from eeg2music.parquet import Schema
from eeg2music.pipeline import workflow
from eeg2music.training.tables import CURVE, TUNING
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY, EEG_TOKENS, SEARCH

MADE: dict[str, dict[str, Schema]] = {
    "audio_features": {"features": AUDIO_FEATURES},
    "audio_tokens": {"tokens": AUDIO_TOKENS},
    "audio_vocabulary": {"dictionary": DICTIONARY, "search": SEARCH},
    "compose": {"tokens": COMPOSITION},
    "controls": {"scores": evaluation.SCORES},
    "correspondence": {"table": evidence.CORRESPONDENCE},
    "coupled": {"planted": SLICES, "listed": TRIALS},
    "demo_oracle": {"scores": evaluation.SCORES, "segments": evaluation.SEGMENTS},
    "demo_recording": {"sources": SOURCES},
    "demo_song": {"latents": LATENTS},
    "demo_states": {"states": LATENTS},
    "detectability": {"curve": evidence.POWER, "smallest": evidence.SMALLEST_EFFECT},
    "detection": {"found": evidence.DETECTION},
    "eeg_features": {"features": EEG_FEATURES},
    "eeg_frames": {"frames": EEG_FRAMES},
    "eeg_tokens": {"tokens": EEG_TOKENS},
    "eeg_vocabulary": {"dictionary": DICTIONARY, "search": SEARCH},
    "entry_chords": {"chords": evaluation.ENTRY_CHORDS},
    "evaluate": {
        "hits": evaluation.HITS,
        "chord_hits": evaluation.CHORD_HITS,
        "gains": evaluation.GAINS,
        "leads": evaluation.LEADS,
        "cluster_hits": evaluation.CLUSTER_HITS,
        "identification": evaluation.IDENTIFICATION,
    },
    "exclusions": {"exclusions": EXCLUSIONS},
    "instrument": {"eeg": DICTIONARY, "entries": ENTRIES},
    "inter_subject": {"correlations": evidence.INTER_SUBJECT, "patterns": evidence.PATTERNS},
    "interpolated": {"interpolated": INTERPOLATED},
    "manifest": {"manifest": MANIFEST},
    "model_detection": {"table": evidence.MODEL_DETECTION},
    "music": {"music": MUSIC},
    "performances": {"judgements": JUDGEMENTS},
    "probes": {"cells": evidence.PROBES},
    "protocol_hits": {"table": evaluation.PROTOCOLS},
    "readable": {"table": evidence.READABLE},
    "regimes": {"calibration": evaluation.SPLIT, "slice": evaluation.SLICE_SPLIT},
    "scores": {"scores": evaluation.SCORES, "segments": evaluation.SEGMENTS},
    "sensitivity": {"time_shifts": evaluation.TIME_SHIFTS, "ablation": evaluation.ABLATION},
    "shared": {"table": evidence.SHARED},
    "slices": {"epochs": SLICES, "trials": TRIALS},
    "song_split": {"table": evaluation.SONG_SPLIT},
    "split": {"table": evaluation.SPLIT},
    "table": {"comparison": evaluation.COMPARISON},
    "train": {"curve": CURVE},
    "tuning": {"tuning": TUNING},
}
"""Stages to their outputs that are tables."""
_BY_COMMANDS = {
    AUDIT.name: Place("build/audit/<cohort>/<fold>/audit.parquet", "`eeg2music audit`"),
    LIVE.name: Place("live.parquet in the folder of `-o`", "`eeg2music live`"),
    TRAJECTORY.name: Place("trajectory.parquet in the folder of `-o`", "`eeg2music compose`"),
}
ASKED_FOR = {
    "coupled": "power",
    "model_detection": "power",
    "protocol_hits": "protocols",
    "regimes": "protocols",
    "table": "tables",
    "tuning": "tune",
}
"""Stages that the default target lacks, and the target that has them."""
_WILDCARD = re.compile(r"{(\w+)(?:,(?:[^{}]|{[^{}]*})*)?}")


def places(root: Path) -> dict[str, list[Place]]:
    """Where each table lies, by its name, as the rules for the dataset at hand have it."""
    found: dict[str, list[Place]] = defaultdict(list)
    for (stage, output), pattern in patterns(root).items():
        asked = f", by `snakemake {ASKED_FOR[stage]}`" if stage in ASKED_FOR else ""
        found[MADE[stage][output].name].append(Place(pattern, f"stage `{stage}`{asked}"))
    for name, place in _BY_COMMANDS.items():
        found[name].append(place)
    return {name: sorted(told, key=lambda place: place.pattern) for name, told in found.items()}


def patterns(root: Path) -> dict[tuple[str, str], str]:
    """Stage and output of every Parquet file of the rules, and its path with names left open."""
    with workflow.plan(root) as plan:
        outputs = plan.outputs()
    return {
        (stage, name): _pattern(files)
        for stage, told in outputs.items()
        for name, files in told.items()
        if files[0].endswith(".parquet")
    }


def _pattern(files: list[str]) -> str:
    """One output; of a job that makes a file for each song, the folder of all."""
    path = PurePosixPath(_WILDCARD.sub(r"<\1>", files[0]))
    return str(path.with_stem("*") if len(files) > 1 else path)
