"""DVC's cache as a store of contents: what was made is kept there, and brought back from there."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from eeg2music.files import whole_or_absent
from eeg2music.pipeline.contents import look


def store(root: Path) -> Path | None:
    """Folder of DVC's cache; None where DVC keeps nothing."""
    if not (root / ".dvc").is_dir():
        return None
    from dvc.config import Config  # not all of DVC, which takes seconds

    told = Config(str(root / ".dvc"))["cache"].get("dir")
    return Path(told or root / ".dvc/cache") / "files/md5"


def bring_back(root: Path, made: Mapping[str, str]) -> bool:
    """Write files of known MD5 from the cache, all or none.

    Returns
    -------
    bool
        False if the cache lacks one, or holds other bytes under its name.
    """
    folder = store(root)
    if folder is None or not all(_object(folder, md5).is_file() for md5 in made.values()):
        return False
    with suppress(_Corrupt), ExitStack() as stack:
        for path, md5 in made.items():
            target = stack.enter_context(whole_or_absent(root / path))
            shutil.copyfile(_object(folder, md5), target)
            if look(target).md5 != md5:
                raise _Corrupt
        return True
    return False


def move(folder: Path, path: Path) -> None:
    """Take a file away into the cache."""
    kept = _object(folder, look(path).md5)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if kept.exists():
        path.unlink()
    else:
        shutil.move(path, kept)


def damaged(folder: Path) -> Iterator[tuple[str, Path]]:
    """Objects that do not hold what their names say, with the MD5 that they should have."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        md5 = f"{path.parent.name}{path.name.removesuffix('.dir')}"
        if path.is_file() and look(path).md5 != md5:
            yield md5, path


def put(folder: Path, md5: str, path: Path) -> None:
    """Copy a file of known MD5 into the cache, unless it is there."""
    if not _object(folder, md5).exists():
        keep(_object(folder, md5), path)


def keep(kept: Path, path: Path) -> None:
    """Copy a file into the cache as an object."""
    with whole_or_absent(kept) as target:
        shutil.copyfile(path, target)


def _object(folder: Path, md5: str) -> Path:
    return folder / md5[:2] / md5[2:]


class _Corrupt(Exception):
    """The cache holds other bytes than it says."""
