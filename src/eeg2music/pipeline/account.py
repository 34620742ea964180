"""Snakemake's own account: the last run of each job, and what of it is incomplete."""

from pathlib import Path

from eeg2music.pipeline import job, receipts


class Account:
    """What Snakemake has written down in a repository."""

    def __init__(self, root: Path) -> None:
        from snakemake.persistence.file import FilePersistence  # loaded where it is used

        self._kept = FilePersistence(path=root / ".snakemake", nolock=True)

    def command_of(self, output: str) -> str:
        """Digest of the command by which a job last made a file, as of `receipts.digest_of`."""
        told = self._kept._read_record(output)
        shell = (told and told.shellcmd) or ""
        command, _, _ = shell.removeprefix(f"python -m {job.__name__} ").rpartition(" 2>")
        return receipts.digest_of(command)

    def distrust(self, output: str) -> None:
        """Have the job that makes a file run again."""
        self._kept._mark_incomplete(output, None)

    def trust(self, output: str) -> None:
        """Take that back."""
        self._kept._unmark_incomplete(output)
