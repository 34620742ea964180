"""Snakemake on a few rules, with our logger."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pipeline.parameters import ROOT

REFUSAL = "song.mp4: expected sound; found none. Put another one there."
RULES = f"""
rule all:
    input: "report.txt"
rule song:
    output: "song/{{n}}.txt"
    log: "logs/song/{{n}}.log"
    benchmark: "benchmarks/rules/song/{{n}}.tsv"
    params: spoilt=lambda wildcards: config.get("spoilt") == int(wildcards.n)
    shell: "if [ {{params.spoilt}} = True ]; then echo 'error: {REFUSAL}' 2> /dev/null > {{log}};"
           " exit 1; fi; echo x > {{output}} 2> {{log}}"
rule report:
    input: expand("song/{{n}}.txt", n=range(12))
    output: "report.txt"
    shell: "cat {{input}} > {{output}}"
rule lacking:
    input: "absent.txt"
    output: "lacking.txt"
    shell: "true"
rule lazy:
    output: "lazy.txt"
    shell: "true"
"""
OURS = ("--logger", "eeg2music", "--cores", "2", "--keep-going", "--latency-wait", "0")


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # of its own: one that is shared may be written to by another run
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT / "src")} | cache


def snakemake(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "snakemake", *OURS, *words]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True
    )


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What is said, without that Snakemake has found a profile."""
    told = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    return [line for line in told if not line.startswith("Using workflow specific profile")]


def kept(folder: Path) -> str:
    """Snakemake's own log of the last run."""
    return sorted((folder / ".snakemake/log").glob("*.log"))[-1].read_text()
