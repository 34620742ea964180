"""``python -m eeg2music.pipeline.job STAGE --code DIGEST ...``: a job, and the receipt of it.

Runs a stage as ``python -m eeg2music.stages`` does. If the same code has read the same contents
under the same parameters before, and DVC's cache still holds what came of it, that is brought
back instead.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eeg2music.pipeline import objects, receipts, signature
from eeg2music.pipeline.contents import Seen, look, untouched
from eeg2music.pipeline.receipts import Receipt
from eeg2music.stages import runner


@dataclass(frozen=True)
class Call:
    """A stage and its command line.

    Attributes
    ----------
    words : sequence of str
        Options with their values, but for the digest of the code.
    inputs, outputs : list of str
        Files among the values.
    """

    stage: str
    code: str
    words: Sequence[str]
    inputs: list[str]
    outputs: list[str]

    @classmethod
    def of(cls, stage: str, code: str, words: Sequence[str]) -> "Call":
        """Tell files from other values by the stage's signature."""
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        arguments = signature.arguments(stage).values()
        for each in arguments:
            parser.add_argument(f"--{each.name}", nargs="*", default=[])
        given, _ = parser.parse_known_args(words)
        files = {
            kind: [path for a in arguments if a.kind == kind for path in getattr(given, a.name)]
            for kind in ("input", "output")
        }
        return cls(stage, code, words, files["input"], files["output"])

    @property
    def command(self) -> str:
        """Command line, as the shell was given it, from the stage on."""
        return shlex.join([self.stage, "--code", self.code, *self.words])

    def identity(self, read: dict[str, str | None]) -> str:
        """See `receipts.identity`."""
        return receipts.identity(self.stage, self.code, self.words, read)


def main(argv: list[str]) -> int:
    """Run one job in the repository of the working directory; return the exit status."""
    at = argv.index("--code")
    job = Call.of(argv[0], argv[at + 1], [*argv[1:at], *argv[at + 2 :]])
    root = Path.cwd()
    seen = {path: look(root / path) for path in job.inputs if (root / path).is_file()}
    told = job.identity({path: each.md5 for path, each in seen.items()})
    if _brought_back(root, job, told, seen):
        return 0
    status = runner.main(argv)
    if status == 0:
        status = _unchanged(root, seen)
    if status == 0:
        _issue(root, job, told, seen)
    return status


def _brought_back(root: Path, job: Call, told: str, seen: dict[str, Seen]) -> bool:
    known = [each for each in receipts.history(root, job.outputs[0]) if each.job == told]
    if not known or not objects.bring_back(root, known[0].made):
        return False
    print("made before of the same: brought back from DVC's cache", file=sys.stderr)
    _issue(root, job, told, seen)
    return True


def _unchanged(root: Path, seen: dict[str, Seen]) -> int:
    """Exit status: what is made of an input that changes meanwhile is of neither state."""
    for path, before in seen.items():
        if not untouched(root / path, before):
            print(f"error: {path}: changed while this job read it. Run again.", file=sys.stderr)
            return 1
    return 0


def _issue(root: Path, job: Call, told: str, seen: dict[str, Seen]) -> None:
    made = {path: look(root / path) for path in receipts.files_of(root, job.outputs)}
    receipt = Receipt(
        job=told,
        command=receipts.digest_of(job.command),
        outputs=job.outputs,
        read={path: each.md5 for path, each in seen.items()},
        made={path: each.md5 for path, each in made.items()},
    )
    receipts.issue(root, receipt, {**seen, **made})


if __name__ == "__main__":
    runner.leave(main(sys.argv[1:]))
