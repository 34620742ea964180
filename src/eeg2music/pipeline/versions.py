"""DVC beside Snakemake: two tools of one mind on what is done.

`record` tells DVC what Snakemake has finished, `sync` tells Snakemake what DVC has restored.
Both certify nothing that they have not proven by content.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eeg2music.errors import DataError
from eeg2music.pipeline import dataset, planned, proof, receipts, workflow
from eeg2music.pipeline.dvc_yaml import PLAN


def record(root: Path) -> int:
    """Let DVC take over the outputs of every stage that is proven done."""
    if "DVC_STAGE" in os.environ or not (root / ".dvc").is_dir():
        return 0
    if not dataset.is_versioned(root):
        print(
            f"{dataset.PIPELINE} is of another dataset, so DVC takes nothing over;"
            " `eeg2music dvc-yaml` writes it for this one"
        )
        return 0
    jobs = workflow.jobs(root)
    done = proof.stages_done(root, jobs)
    planned.write_of(root, jobs)
    with _repository(root) as repo:
        _make_dates_tell(root, repo)
        stages = [each for each in repo.index.stages if each.name in {*done, PLAN}]
        for stage in stages:
            stage.save(run_cache=False)
            stage.commit(relink=False)
        if stages:
            stages[0].dvcfile.dump_stages(stages, update_pipeline=False)
    left = sorted({job.rule for job in jobs} - done)
    if left:
        print(f"not recorded, because not proven done: {', '.join(left)}", file=sys.stderr)
    return 0


def sync(root: Path) -> int:
    """Tell Snakemake that outputs which DVC finds unchanged are up to date."""
    with workflow.plan(root) as plan:
        planned.write_of(root, plan.jobs)
        with _repository(root) as repo:
            _make_dates_tell(root, repo)
            status: Mapping[str, list[Any]] = repo.status()
        outdated = {name for name, told in status.items() if not _only_lacks_raw(told)}
        done = [
            job
            for job in plan.jobs
            if job.rule not in outdated and all((root / output).exists() for output in job.outputs)
        ]
        proof.vouch(root, done)
        plan.finish(done)
    for line in _lacking(status):
        print(line)
    return 0


def pull(root: Path) -> int:
    """Fetch results from the remote, and tell Snakemake."""
    return _restore(root, "pull")


def checkout(root: Path) -> int:
    """Bring back the results that ``dvc.lock`` names, and tell Snakemake."""
    return _restore(root, "checkout")


def _restore(root: Path, command: str) -> int:
    done = subprocess.run([tool("dvc"), command, "--allow-missing"], cwd=root, check=False)
    if done.returncode:
        return done.returncode
    return sync(root)


@contextmanager
def _repository(root: Path) -> Iterator[Any]:
    """DVC's repository, locked; what DVC refuses is told with its cause."""
    from dvc.exceptions import DvcException  # takes a second
    from dvc.repo import Repo

    try:
        with Repo(str(root)) as repo, repo.lock:
            yield repo
    except DvcException as error:
        raise DataError(
            "dvc", expected="success", found=" because: ".join(_causes(error)), cure="Run again."
        ) from error


def _causes(error: BaseException | None) -> Iterator[str]:
    while error:
        yield str(error) or type(error).__name__
        error = error.__cause__


def _make_dates_tell(root: Path, repo: Any) -> None:
    """Give a file whose content has changed under its old date a new one.

    DVC looks into a file again only if its size, inode or time of modification has changed.
    """
    from dvc.fs import localfs

    told, contents = receipts.every(root)
    for path in sorted({path for each in told for path in (*each[0].read, *each[0].made)}):
        seen = contents.seen(path)
        _, believed = repo.state.get(str(root / path), localfs)
        if seen and believed and believed.value != seen.md5:
            os.utime(root / path)
    contents.remember()


def _only_lacks_raw(told: Iterable[Any]) -> bool:
    """Whether all that DVC misses of a stage are files that nobody shares."""
    return all(
        isinstance(each, dict)
        and all(
            path.startswith("data/raw/") and state == "deleted"
            for path, state in each.get("changed deps", {"": ""}).items()
        )
        for each in told
    )


def _lacking(status: Mapping[str, list[Any]]) -> Iterator[str]:
    raw = sorted(
        {
            path
            for told in status.values()
            for each in told
            if isinstance(each, dict)
            for changed in each.values()
            if isinstance(changed, dict)
            for path, state in changed.items()
            if path.startswith("data/raw/") and state == "deleted"
        }
    )
    if raw:
        what = "raw data, not shared and not here; needed only to make what is made of them again"
        yield f"{', '.join(raw)}: {what}"


def tool(name: str) -> str:
    """The tool installed beside this interpreter, whether or not its folder is on PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name
