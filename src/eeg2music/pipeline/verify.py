"""Every byte held against what is known of it: inputs, results, DVC's cache."""

import sys
from collections.abc import Iterator
from pathlib import Path

from eeg2music.pipeline import objects, receipts
from eeg2music.pipeline.contents import Contents
from eeg2music.pipeline.locks import Lock
from eeg2music.pipeline.receipts import Receipt
from eeg2music.pipeline.review import review

REPAIRED, LEFT = "put right", "to be made again by the next run"
FOREIGN = "left as it is"


def verify(root: Path) -> int:
    """Hash everything anew, name what differs, repair what can be; return 1 if something is left.

    A damaged or lost result is brought back from the cache, a damaged object of the cache
    replaced by the result that it should be, or removed.
    """
    with Lock(root):
        jobs, contents = receipts.every(root, anew=True)
        print(f"hashing what {len(jobs)} jobs read and made, and DVC's cache", file=sys.stderr)
        told = [*_cache(root, jobs, contents), *_results(root, jobs, contents)]
        contents.remember()
        found = review(root)
        told += [(path, "its inputs have changed", LEFT) for path in found.outdated]
        told += [(path, "of another run than Snakemake remembers", LEFT) for path in found.unproven]
        told += [(path, "no job is known to have made it", FOREIGN) for path in found.unknown]
    for path, wrong, done in told:
        print(f"{path}: {wrong}; {done}")
    left = [path for path, _, done in told if done != REPAIRED]
    print(f"{len(told) - len(left)} {REPAIRED}, {len(left)} left")
    return int(bool(left))


def _cache(root: Path, jobs: list[list[Receipt]], contents: Contents) -> Iterator[tuple[str, ...]]:
    """Damaged objects of the cache, each removed or replaced."""
    folder = objects.store(root)
    damaged = [*objects.damaged(folder)] if folder else []
    paths = {md5: path for job in jobs for told in job for path, md5 in told.made.items()}
    for md5, kept in damaged:
        kept.unlink()
        path = paths.get(md5)
        if path and contents.md5(path) == md5:
            objects.keep(kept, root / path)
        name = path or "an object of a result that is no longer known"
        yield str(kept), f"not what its name says ({name})", REPAIRED


def _results(
    root: Path, jobs: list[list[Receipt]], contents: Contents
) -> Iterator[tuple[str, ...]]:
    """Damaged and lost results, brought back where the cache has them."""
    for job in jobs:
        lost = [output for output in job[0].outputs if not (root / output).exists()]
        agreeing = [told for told in job if receipts.agrees(root, told, contents)]
        if agreeing and not lost:
            continue
        wanted = next((t for t in agreeing or job if receipts.has_read(t, contents)), job[0])
        wrong = "lost" if agreeing else "not what its job made"
        done = REPAIRED if objects.bring_back(root, wanted.made) else LEFT
        yield from ((path, wrong, done) for path in (lost if agreeing else job[0].outputs))
