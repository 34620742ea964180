"""Peers that cannot share this project's environment: an environment of their own each."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/peers")


def python_of(packages: str) -> Path:
    """The interpreter that has some packages, installed once; this one, if there are none."""
    if not packages:
        return Path(sys.executable)
    folder = FOLDER / packages.replace("=", "")
    python = (folder / "bin/python").absolute()
    if not (folder / ".installed").exists():
        subprocess.run(["uv", "venv", "--quiet", "--clear", str(folder)], check=True)
        install = ["uv", "pip", "install", "--quiet", "--python", str(python), *packages.split()]
        subprocess.run([*install, "--constraints", "constraints.txt"], check=True)
        (folder / ".installed").touch()
    return python
