"""The pipeline at its tiny size, in repositories of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from eeg2music.dotted import nest
from eeg2music.pipeline.overlay import overlay

ROOT = Path(__file__).parents[1]
COPY = (
    'git init --quiet "$1" && git ls-files -z --cached --others --exclude-standard'
    ' | tar --null -T - -cf - | tar -xf - -C "$1"'
)


def call(
    folder: Path, *command: str, reads: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command; ``reads`` is where its stages note the parameters that they read."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(folder / "src")}
    if reads:
        environment |= {"PYTHONPATH": str(ROOT / "tests/recorder"), "READS": str(reads)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def begin(folder: Path, command: str) -> subprocess.Popen[bytes]:
    """Start a command as the leader of a group of its own."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(folder / "src")}
    with (folder / "running.log").open("ab") as log:
        return subprocess.Popen(
            command.split(),
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def told(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def start(folder: Path, cores: int, reads: Path | None = None) -> Path:
    """A copy of the repository in which the tiny pipeline has run."""
    done = call(ROOT, "sh", "workflow/tiny.sh", str(folder), str(cores), reads=reads)
    assert done.returncode == 0, told(done)
    return folder


def is_clean(folder: Path) -> bool:
    to_do = told(call(folder, "snakemake", "-n"))
    status = told(call(folder, "dvc", "status"))
    return "Nothing to be done" in to_do and "up to date" in status


def commit(folder: Path) -> None:
    """Commit everything that Git tracks or may track."""
    git = ("git", "-c", "user.name=someone", "-c", "user.email=someone@example.org")
    assert call(folder, "git", "add", "--all").returncode == 0
    done = call(folder, *git, "commit", "--quiet", "--message", "A run")
    assert done.returncode == 0, told(done)


def results(folder: Path) -> dict[str, bytes]:
    """Every table, checkpoint and list of metrics, by name."""
    kinds = (".parquet", ".safetensors", ".json", ".flac", ".wav", ".mid")
    found = sorted(path for path in (folder / "results").rglob("*") if path.suffix in kinds)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def change(folder: Path, values: dict) -> None:
    (folder / "changes.yaml").write_text(yaml.safe_dump(values))
    overlay(folder / "params.yaml", folder / "changes.yaml")


def duplicate(folder: Path, target: Path) -> Path:
    """A copy of a repository with all that has run in it."""
    return shutil.copytree(folder, target, symlinks=True)


def planned(folder: Path, *targets: str) -> set[str]:
    """Rules that Snakemake would run."""
    done = call(folder, "snakemake", "-n", "--logger-eeg2music-full", *targets)
    assert done.returncode == 0, told(done)
    return set(re.findall(r"^rule (\w+):", told(done), re.MULTILINE)) - {"all", *targets}


def edit(folder: Path, **values: object) -> None:
    """Change parameters; a dot in a name is written ``__``."""
    change(folder, nest({name.replace("__", "."): value for name, value in values.items()}))


def forge(path: Path) -> None:
    """Change a file in place, and put its old date back, as ``cp -p`` does."""
    before = path.stat()
    path.chmod(0o644)
    with path.open("r+b") as stream:
        stream.seek(before.st_size // 2)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
