"""DVC beside Snakemake: two tools of one mind on what is done.

`record` tells DVC what Snakemake has finished, `sync` tells Snakemake what DVC has restored.
Both certify nothing that they have not proven by content.
"""

import itertools
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from eeg2music.errors import DataError
from eeg2music.pipeline import dataset, keeping, planned, proof, receipts, workflow
from eeg2music.pipeline.dvc_yaml import PLAN
from eeg2music.pipeline.locks import Lock
from eeg2music.pipeline.review import RESULTS
from eeg2music.pipeline.workflow import Job


def record(root: Path) -> int:
    """Let DVC take over the outputs of every stage that is proven done."""
    if "DVC_STAGE" in os.environ or not (root / ".dvc").is_dir():
        return 0
    if not dataset.is_versioned(root):
        keeping.recorded(root)
        print(
            f"{dataset.PIPELINE} is of another dataset, so DVC takes nothing over;"
            " `eeg2music dvc-yaml` writes it for this one"
        )
        return 0
    with Lock(root):
        jobs = workflow.jobs(root)
        left = {job.rule for job in proof.undone(root, jobs)}
        planned.write_of(root, jobs)
        with _repository(root) as repo, repo.lock:
            _make_dates_tell(root, repo, jobs)
            stages = {each.name: each for each in repo.index.stages}
            made = {job.rule for job in jobs} & stages.keys()
            foreign = {rule: _foreign(root, stages[rule], jobs) for rule in made}
            left |= {name for name, paths in foreign.items() if paths}
            done = {PLAN, *made} - left
            _commit([stage for name, stage in stages.items() if name in done])
        keeping.recorded(root)
    for path in sorted(itertools.chain.from_iterable(foreign.values())):
        print(f"{path}: of no job; remove it, then `eeg2music record`", file=sys.stderr)
    if left:
        print(f"not recorded, because not proven done: {', '.join(sorted(left))}", file=sys.stderr)
    return 0


def _foreign(root: Path, stage: Any, jobs: Iterable[Job]) -> set[str]:
    """Files in a stage's folders of results that none of its jobs declares.

    Raw data of people who are left out stay where they are.
    """
    outputs = {path for job in jobs if job.rule == stage.name for path in job.outputs}
    folders = [Path(out.fs_path).relative_to(root) for out in stage.outs]
    held = receipts.files_of(root, [str(each) for each in folders if RESULTS in each.parents])
    return {path for path in held if outputs.isdisjoint([path, *map(str, Path(path).parents)])}


def _commit(stages: list[Any]) -> None:
    with _parameters_read_once():
        for stage in stages:
            stage.save(run_cache=False)
            stage.commit(relink=False)
    if stages:
        stages[0].dvcfile.dump_stages(stages, update_pipeline=False)


@contextmanager
def _parameters_read_once() -> Iterator[None]:
    """Let DVC (3.67) parse each file of parameters once, not once for each stage: seconds a run."""
    from dvc.dependency import param

    usual = param.load_path
    param.load_path = cache(usual)
    try:
        yield
    finally:
        param.load_path = usual


def sync(root: Path) -> int:
    """Tell Snakemake which outputs DVC finds unchanged; return 1 if there are others."""
    with workflow.plan(root) as plan:
        planned.write_of(root, plan.jobs)
        with _repository(root) as repo:
            _make_dates_tell(root, repo, plan.jobs)
            changes = list(_changes(repo.status()))
        outdated = {change.stage for change in changes if not change.is_raw_absent}
        done = [
            job
            for job in proof.undone(root, plan.jobs)
            if job.rule not in outdated and all((root / output).exists() for output in job.outputs)
        ]
        proof.vouch(root, done)
        plan.finish(done)
    for line in sorted({change.line for change in changes} - {""}):
        print(line)
    return int(any(change.is_other_result for change in changes))


def pull(root: Path, stages: Sequence[str] = (), *, force: bool = False) -> int:
    """Fetch results from the remote, of some stages or of all, and tell Snakemake."""
    return _restore(root, ["pull", *stages], force)


def checkout(root: Path, stages: Sequence[str] = (), *, force: bool = False) -> int:
    """Bring back the results that ``dvc.lock`` names, and tell Snakemake."""
    return _restore(root, ["checkout", *stages], force)


def _restore(root: Path, command: Sequence[str], force: bool) -> int:
    """Let DVC replace results; with ``force`` those too that no job has made."""
    words = [_tool("dvc"), *command, "--allow-missing", *(["--force"] if force else [])]
    with Lock(root):
        keeping.keep(root)
        done = subprocess.run(words, cwd=root, check=False)
    return done.returncode or sync(root)


@contextmanager
def _repository(root: Path) -> Iterator[Any]:
    """DVC's repository; what DVC refuses is told with its cause."""
    from dvc.exceptions import DvcException  # takes a second
    from dvc.repo import Repo

    logging.getLogger("dvc").setLevel(logging.WARNING)  # that dvc.lock is written is no news
    try:
        with Repo(str(root)) as repo:
            yield repo
    except DvcException as error:
        told = " ".join(", because ".join(_causes(error)).split())
        raise DataError("dvc", expected="success", found=told, cure="Then run again.") from error


def _causes(error: BaseException | None) -> Iterator[str]:
    while error:
        yield str(error) or type(error).__name__
        error = error.__cause__


def _make_dates_tell(root: Path, repo: Any, jobs: Iterable[Job]) -> None:
    """Give a file whose content is not what DVC takes it to be a new date.

    DVC looks into a file again only if its size, inode or time of modification has changed, and
    takes it on trust that what it has copied out of its cache is what the cache should hold.
    """
    from dvc.fs import localfs

    _, contents = receipts.every(root)
    files = {path for job in jobs for path in (*job.inputs, *receipts.files_of(root, job.outputs))}
    for path in sorted(files):
        seen = contents.seen(path)
        _, believed = repo.state.get(str(root / path), localfs)
        if seen and believed and believed.value != seen.md5:
            os.utime(root / path)
    contents.remember()


class _Change(NamedTuple):
    """What DVC finds changed of a stage: which file, of what kind, and how."""

    stage: str
    kind: str
    path: str
    state: object

    @property
    def is_raw_absent(self) -> bool:
        """Whether it is a raw file that is not here: those are not shared."""
        return self.path.startswith("data/raw/") and self.state == "deleted"

    @property
    def is_other_result(self) -> bool:
        """Whether a result is not that of ``dvc.lock``."""
        return self.kind == "changed outs" and not self.is_raw_absent

    @property
    def line(self) -> str:
        """What a person should know of it."""
        if self.is_raw_absent:
            return f"{self.path}: not here, raw data are not shared; needed only by stages to redo"
        if self.is_other_result:
            return f"{self.path}: {self.state}, not as in dvc.lock; `eeg2music verify` tells why"
        return ""


def _changes(status: Mapping[str, Iterable[Any]]) -> Iterator[_Change]:
    """``dvc status``, change by change."""
    for stage, told in status.items():
        for each in told:
            if isinstance(each, str):
                yield _Change(stage, each, "", each)
                continue
            for kind, paths in each.items():
                yield from (_Change(stage, kind, path, state) for path, state in paths.items())


def _tool(name: str) -> str:
    """The tool installed beside this interpreter, whether or not its folder is on PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name
