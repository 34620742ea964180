"""DEAP's archives, whole or split into parts, read without trusting what they say.

A split archive (``data_original.zip.001`` and so on) is one zip file cut into pieces: it is
read across its parts, and nothing is put together on disk.
"""

import io
import re
import shutil
import stat
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.machine import unwritable

WANTED = {
    "data_original": r"s[0-9]{2}\.bdf",
    "data_preprocessed_python": r"s[0-9]{2}\.dat",
    "data_preprocessed_matlab": r"s[0-9]{2}\.mat",
    "metadata_csv": r"\w+\.csv",
    "metadata_xls": r"\w+\.xlsx?",
    "metadata_ods": r"\w+\.ods",
}
"""Archive to a pattern of the files in it that are of use, whatever their folder."""
MOST_BYTES = 2 * 1024**3
"""No file of DEAP's is larger; a member that says so is a bomb."""
MOST_INFLATED = 200
"""Recordings shrink to a half, tables to a tenth: such a ratio is a bomb."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Packing that is undone a block at a time; the others may fill the memory."""
_ENCRYPTED = 0x41  # the usual way, or the strong one
_BLOCK = 1 << 20
_AGAIN = "Get the archive again; DEAP's are listed in docs/deap.md."


class Parts(io.RawIOBase):
    """Several files read as one after the other, seekable."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._ends: list[int] = []
        for path in paths:
            self._ends.append((self._ends[-1] if self._ends else 0) + path.stat().st_size)
        self._at = 0
        self._open: tuple[int, io.BufferedReader] | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Position in the whole."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position in the whole."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read up to the end of the part that the position lies in."""
        number = bisect_right(self._ends, self._at)
        if number == len(self._ends):
            return 0
        stream = self._part(number)
        stream.seek(self._at - (self._ends[number - 1] if number else 0))
        count = stream.readinto(buffer)
        self._at += count
        return count

    def close(self) -> None:
        """Close the part that is open."""
        if self._open:
            self._open[1].close()
        super().close()

    def _part(self, number: int) -> io.BufferedReader:
        if self._open is None or self._open[0] != number:
            if self._open:
                self._open[1].close()
            self._open = (number, self._paths[number].open("rb"))
        return self._open[1]


def find_archives(folder: Path) -> dict[str, list[Path]]:
    """DEAP's archives in a folder: name to its parts, in order.

    Raises
    ------
    DataError
        If a part is missing between others.
    """
    return {name: parts for name in WANTED if (parts := _parts(folder, name))}


def members(name: str, parts: Sequence[Path]) -> dict[str, str]:
    """Files of use in an archive: final name to member.

    Raises
    ------
    DataError
        If the archive cannot be read, or holds what no archive of DEAP's does.
    """
    with _opened(parts) as archive:
        found: dict[str, str] = {}
        for member in archive.infolist():
            file = _checked(parts[0], member)
            if file is None or not re.fullmatch(WANTED[name], file):
                continue
            if file in found:
                raise _refusal(parts[0], "each file once", f"{found[file]} and {member.filename}")
            found[file] = member.filename
    return found


def unpack(name: str, parts: Sequence[Path], folder: Path, files: Iterable[str]) -> None:
    """Extract files to ``folder/name``, each whole or not at all.

    Raises
    ------
    DataError
        If a file is not in the archive, is damaged, or there is no room for it.
    """
    held = members(name, parts)
    wanted = sorted(files)
    missing = [file for file in wanted if file not in held]
    if missing:
        raise _refusal(parts[0], f"files {', '.join(missing)}", f"{len(held)} others")
    with _opened(parts) as archive:
        sizes = [archive.getinfo(held[file]).file_size for file in wanted]
        check_room(folder, sum(sizes))
        try:
            for file in wanted:
                with whole_or_absent(folder / name / file) as partial:
                    _extract(parts[0], archive, held[file], partial)
        except OSError as error:
            raise disk_refusal(folder / name, error) from None


def check_room(folder: Path, needed: int) -> None:
    """Refuse to start what the disk cannot hold.

    Raises
    ------
    DataError
        If less than ``needed`` bytes are free.
    """
    if (free := _free(folder)) < needed:
        raise DataError(
            folder,
            expected=f"room for {needed / 1e6:,.0f} MB",
            found=f"{free / 1e6:,.0f} MB free",
            cure="Free disk space, or put the raw folder on a larger disk.",
        )


def disk_refusal(target: Path, error: OSError) -> DataError:
    """Tell what a disk did while a file was written."""
    return unwritable(target, error) or DataError(
        error.filename or target.parent,
        expected="files that can be read and written there",
        found=error.strerror or type(error).__name__,
        cure="Mend what is in the way, or put the raw folder elsewhere, and run this again.",
    )


def _free(folder: Path) -> int:
    """Free bytes where a folder is, or will be."""
    there = next(path for path in [folder, *folder.absolute().parents] if path.exists())
    return shutil.disk_usage(there).free


def _parts(folder: Path, name: str) -> list[Path]:
    whole = folder / f"{name}.zip"
    if whole.is_file():
        return [whole]
    numbered = {
        int(path.suffix[1:]): path
        for path in folder.glob(f"{name}.zip.*")
        if re.fullmatch(r"\.[0-9]{3}", path.suffix)
    }
    missing = [number for number in range(1, max(numbered, default=0)) if number not in numbered]
    if missing:
        raise _refusal(
            folder,
            f"all parts of {name}.zip up to .{max(numbered):03d}",
            f"no part {', '.join(f'.{number:03d}' for number in missing)}",
        )
    return [numbered[number] for number in sorted(numbered)]


@contextmanager
def _opened(parts: Sequence[Path]) -> Iterator[zipfile.ZipFile]:
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(io.BufferedReader(Parts(parts), _BLOCK))
            archive = stack.enter_context(zipfile.ZipFile(stream))
        # The last is how zipfile refuses a format newer than it knows.
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            last = f" (of {len(parts)} parts; the last may be missing)" if len(parts) > 1 else ""
            raise _refusal(parts[0], "a whole zip archive", f"{error}{last}") from None
        yield archive


def _checked(archive: Path, member: zipfile.ZipInfo) -> str | None:
    """Final name of a member; none for folders and a Mac's leavings.

    Raises
    ------
    DataError
        If it points out of the folder, or pretends to be what it is not.
    """
    name = member.filename
    steps = re.split(r"[/\\]", name)
    if not name or name[0] in "/\\" or ".." in steps or re.match(r"[A-Za-z]:", name):
        raise _refusal(archive, "members that stay in their folder", f"a member named {name!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _refusal(archive, "plain files", f"a symbolic link {name!r}")
    if name.endswith("/") or "__MACOSX" in steps:
        return None
    if member.flag_bits & _ENCRYPTED:
        raise _refusal(archive, "an archive without a password", f"an encrypted {name!r}")
    if member.compress_type not in _METHODS:
        raise DataError(
            archive,
            expected="members that are stored or deflated",
            found=f"{name!r} packed by method {member.compress_type}",
            cure="Unpack it with another program into a folder named like the archive.",
        )
    if member.file_size > MOST_BYTES or member.file_size > MOST_INFLATED * (
        member.compress_size + _BLOCK
    ):
        found = f"{name!r} of {member.file_size:,} bytes from {member.compress_size:,}"
        raise _refusal(archive, f"members of at most {MOST_BYTES:,} bytes", found)
    return steps[-1]


def _extract(source: Path, archive: zipfile.ZipFile, member: str, target: Path) -> None:
    promised = archive.getinfo(member).file_size
    try:
        with archive.open(member) as packed, target.open("wb") as stream:
            shutil.copyfileobj(packed, stream, _BLOCK)  # never more than promised, by ZipExtFile
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise _refusal(source, f"a sound {member}", str(error)) from None
    if (written := target.stat().st_size) != promised:
        raise _refusal(source, f"{promised:,} bytes of {member}", f"{written:,}")


def _refusal(archive: Path, expected: str, found: str) -> DataError:
    return DataError(archive, expected=expected, found=found, cure=_AGAIN)
