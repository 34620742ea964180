"""What made the page: software, parameters, data."""

import hashlib
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from eeg2music import __version__
from eeg2music.dotted import flatten

_LIBRARIES = (
    *("numpy", "pandas", "pyarrow", "scipy", "scikit-learn", "torch"),
    *("mne", "librosa", "demucs", "nara-wpe", "snakemake", "dvc"),
)
_DECISIVE = ("src", "workflow", "Snakefile", "params.yaml")
"""What a run is made by; what it makes is no change."""
_NAMED = 3
_KINDS = ("recording", "stimulus", "metadata")


@dataclass(frozen=True)
class Provenance:
    """Ready to print: names to values."""

    versions: dict[str, str]
    parameters: dict[str, str]
    raw: dict[str, str]
    parts: list[tuple[str, int, int, int]]
    """Part of the split, its trials, subjects and songs."""
    left_out: list[tuple[str, str, str]]
    """Subjects, stimuli, and why they took no part; reasons shared are told once."""
    interpolated: list[tuple[str, str, str]]
    """Subjects, channels that were found bad, and in which stimuli."""


def provenance(
    metas: Iterable[Mapping[str, Any]],
    manifest: pd.DataFrame,
    split: pd.DataFrame,
    exclusions: pd.DataFrame,
    interpolated: pd.DataFrame,
) -> Provenance:
    """Gather it from what the tables say of themselves.

    Parameters
    ----------
    metas
        ``meta`` of the tables behind the page; their sections of parameters are merged.
    manifest, split, exclusions, interpolated : DataFrame
        Rows of the tables of these names.
    """
    return Provenance(
        _versions(),
        _parameters(metas),
        _raw(manifest),
        _parts(split),
        left_out(exclusions),
        [(row.subject, row.channel, row.videos) for row in interpolated.itertuples()],
    )


def left_out(exclusions: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Exclusions in words: subjects, stimuli, reason; what shares both others is one line."""
    videos = exclusions.groupby(["subject", "reason"])["video"].agg(_numbers).reset_index()
    lines = videos.groupby(["video", "reason"], sort=False)["subject"].agg(", ".join)
    told = [(who or "everyone", which, str(why)) for (which, why), who in lines.items()]
    return sorted(told)


def _numbers(videos: pd.Series) -> str:
    return ", ".join(f"{video:02d}" for video in sorted(videos) if video) or "all"


def _versions() -> dict[str, str]:
    own = {"eeg2music": __version__, "revision": revision(), "Python": platform.python_version()}
    return own | {library: version(library) for library in _LIBRARIES}


def revision(folder: Path = Path()) -> str:
    """Commit of the repository that a run is in, and which of its rules and code have changed."""
    commit = _git(folder, "rev-parse", "HEAD")
    if not commit:
        return "unknown: no Git repository"
    changed = _git(folder, "status", "--porcelain", "--", *_DECISIVE).splitlines()
    names = sorted(line[3:] for line in changed)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{commit}, changed: {', '.join(names[:_NAMED])}{more}" if names else commit


def _git(folder: Path, *command: str) -> str:
    """What Git says; nothing where it is not, or has nothing to say."""
    try:
        done = subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.rstrip() if done.returncode == 0 else ""


def _parameters(metas: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    sections: dict[str, Any] = {}
    for meta in metas:
        sections |= {key: value for key, value in meta.items() if isinstance(value, dict)}
    return {name: str(value) for name, value in sorted(flatten(sections).items())}


def _raw(manifest: pd.DataFrame) -> dict[str, str]:
    told = {}
    for kind in _KINDS:
        sizes = manifest.loc[manifest["kind"] == kind, "bytes"]
        told[f"{kind} files"] = f"{len(sizes)}, {sizes.sum() / 1e6:,.1f} MB"
    digest = hashlib.sha256("\n".join(manifest["sha256"]).encode()).hexdigest()
    return told | {"digest of all digests": digest[:16]}


def _parts(split: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    return [
        (str(part), len(trials), trials["subject"].nunique(), trials["video"].nunique())
        for part, trials in split.groupby("part", sort=True)
    ]
