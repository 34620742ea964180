"""Which jobs are done, by receipts and by Snakemake's own account: what may be certified."""

from collections.abc import Iterable
from pathlib import Path

from eeg2music.pipeline import receipts
from eeg2music.pipeline.account import Account
from eeg2music.pipeline.contents import Contents
from eeg2music.pipeline.receipts import Receipt
from eeg2music.pipeline.workflow import Job


def undone(root: Path, jobs: Iterable[Job]) -> list[Job]:
    """Jobs that are not proven: Snakemake has something to do, or files are of no receipt."""
    told, contents = receipts.every(root)
    account = Account(root)
    known = {each[0].outputs[0]: each for each in told}
    left = [
        job
        for job in jobs
        if not _is_done(root, job, known.get(job.outputs[0], []), contents, account)
    ]
    contents.remember()
    return left


def _is_done(
    root: Path, job: Job, told: list[Receipt], contents: Contents, account: Account
) -> bool:
    if job.needed or not all((root / output).exists() for output in job.outputs):
        return False
    if not job.leaves_receipt:
        return True
    now, remembered = identity(job, contents), account.command_of(job.outputs[0])
    return now != "" and any(
        each.job == now and each.command == remembered and receipts.agrees(root, each, contents)
        for each in told
    )


def identity(job: Job, contents: Contents) -> str:
    """What the job's receipt must say, of the inputs as they are."""
    return job.call.identity({path: contents.md5(path) for path in job.inputs})


def vouch(root: Path, jobs: Iterable[Job]) -> None:
    """Issue receipts for jobs whose outputs DVC has found to be what they made."""
    _, contents = receipts.every(root)
    for job in jobs:
        if job.leaves_receipt:
            made = receipts.files_of(root, job.outputs)
            seen = {path: contents.seen(path) for path in [*job.inputs, *made]}
            receipt = Receipt(
                job=identity(job, contents),
                command=receipts.digest_of(job.call.command),
                outputs=list(job.outputs),
                read={path: contents.md5(path) for path in job.inputs},
                made={path: contents.md5(path) or "" for path in made},
            )
            receipts.issue(root, receipt, {name: s for name, s in seen.items() if s})
    contents.remember()
