"""``eeg2music audit``: the rules' own chain, searched for leaks."""

import hashlib
import json
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from eeg2music import __version__, parquet
from eeg2music.audit.auditing import Fold, audit
from eeg2music.audit.canaries import CANARIES, SOURCES
from eeg2music.audit.chain import Chain, Settings, Step
from eeg2music.audit.checklist import Run, markdown
from eeg2music.audit.reading import leaks, lines
from eeg2music.audit.tables import AUDIT
from eeg2music.corpora.tables import MANIFEST
from eeg2music.errors import DataError
from eeg2music.evaluation.tables import HITS, SPLIT
from eeg2music.files import sha256
from eeg2music.params.root import load
from eeg2music.pipeline import settings, signature, workflow
from eeg2music.pipeline.cohort import cohorts
from eeg2music.pipeline.workflow import Job
from eeg2music.stages import runner
from eeg2music.training.checkpoint import read_settings

CHECKLIST = Path("docs/checklist.md")
MANIFEST_FILE = "manifest/manifest.parquet"
FOLDER = Path("build/audit")
"""Outside the results, of which every file is a job's."""


def run(root: Path, *, cohort: str | None = None, fold: int = 0) -> int:
    """Search a finished run for leaks; print what was found; return 1 if something was."""
    named, number = _existing(root, cohort, fold)
    known = _run(root, named, number)
    chain, parts = chain_of(root, named, number)
    target = root / FOLDER / named / number
    target.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.INFO)  # of stages
    scratch = Path(tempfile.mkdtemp(prefix=".scratch-", dir=target))
    try:
        found = audit(chain, parts, root, scratch, CANARIES)
    finally:
        shutil.rmtree(scratch)
        logging.disable(logging.NOTSET)
    parquet.write(target / "audit.parquet", AUDIT, {name: found[name] for name in found})
    told = markdown(replace(known, found=found))
    (root / CHECKLIST).write_text(told, encoding="utf-8")
    print("\n".join(lines(found)))
    return int(bool(len(leaks(found))))


def chain_of(root: Path, cohort: str, fold: str) -> tuple[Chain, Fold]:
    """The chain of a cohort and fold, as the rules wire it: of our system, and the guesses."""
    here = f"results/{cohort}/{fold}"
    experiment = settings.experiments(load(root / "params.yaml"))[0]
    targets = [
        f"{here}/scores/{experiment}.parquet",
        f"{here}/controls/scores.parquet",
        f"{here}/inter_subject/patterns.parquet",
    ]
    jobs = [step_of(job) for job in workflow.jobs(root, *targets) if job.leaves_receipt]
    parts = Fold(
        f"{here}/split/split.parquet",
        f"results/songs/{fold}/split/songs.parquet",
        f"results/songs/{fold}/vocabulary/audio.parquet",
    )
    return Chain.to([*targets, parts.trials, parts.songs], jobs, SOURCES), parts


def step_of(job: Job) -> Step:
    """A job of Snakemake's as a step that runs in this process."""
    call = job.call
    given = _given(call.words)
    (cfg,) = given.pop("cfg")
    kinds = {name: each.kind for name, each in signature.arguments(call.stage).items()}
    rest = [word for name, words in given.items() for word in (f"--{name}", *words)]
    return Step(
        stage=call.stage,
        inputs=frozenset(call.inputs),
        made={n: tuple(words) for n, words in given.items() if kinds[n] == "output"},
        settings=json.loads(cfg),
        run=_runner(call.stage, call.code, rest),
    )


def _run(root: Path, cohort: str, fold: str) -> Run:
    """What the files of a run tell, before it is audited."""
    params, here = load(root / "params.yaml"), root / "results" / cohort / fold
    experiment = settings.experiments(params)[0]
    manifest = parquet.read(root / "results" / cohort / MANIFEST_FILE, MANIFEST).frame
    described = read_settings(here / "train" / f"{experiment}.json")
    return Run(
        f"{cohort}, {fold}",
        parquet.read(here / "split/split.parquet", SPLIT).frame,
        parquet.read(here / "evaluate/hits.parquet", HITS).frame,
        pd.DataFrame(),
        params.split.folds,
        described.best_epochs,
        {
            "eeg2music": __version__,
            "git revision that audited": _revision(root),
            "params.yaml, SHA-256": sha256(root / "params.yaml")[:16],
            "raw files, SHA-256 of all": _digest(manifest["sha256"]),
            "training seeds": ", ".join(map(str, params.experiments.seeds)),
            "seed of the split": str(params.split.seed),
        },
    )


def _digest(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:16]


def _revision(root: Path) -> str:
    """Commit of the repository, and whether files differ from it; empty if there is none."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


def _given(words: Sequence[str]) -> dict[str, list[str]]:
    """Values of each option."""
    given: dict[str, list[str]] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name = word.removeprefix("--")
            given[name] = []
        else:
            given[name].append(word)
    return given


def _runner(stage: str, code: str, words: Sequence[str]) -> Callable[[Settings], None]:
    def run(told: Settings) -> None:
        status = runner.main([stage, "--code", code, "--cfg", json.dumps(told), *words])
        if status:
            raise DataError(
                f"stage {stage}",
                expected="to run on the beginning of each trial",
                found="a refusal, told above",
                cure="Mend what it names; `snakemake -n` tells whether the run is finished.",
            )

    return run


def _existing(root: Path, cohort: str | None, fold: int) -> tuple[str, str]:
    params = load(root / "params.yaml")
    known = list(cohorts(params))
    named = cohort or known[0]
    if named not in known or not 0 <= fold < params.split.folds:
        raise DataError(
            "eeg2music audit",
            expected=f"a cohort of {', '.join(known)} and a fold of 0 to {params.split.folds - 1}",
            found=f"{named} and {fold}",
            cure="Name others with --cohort and --fold.",
        )
    return named, f"fold-{fold}"
