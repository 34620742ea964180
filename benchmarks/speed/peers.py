"""Peers that cannot share this project's environment: an environment of their own each."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/peers")
_OF_PIP = {
    "UV_FIND_LINKS": "PIP_FIND_LINKS",
    "UV_DEFAULT_INDEX": "PIP_INDEX_URL",
    "UV_INDEX": "PIP_EXTRA_INDEX_URL",
    "SSL_CERT_FILE": "PIP_CERT",
}
"""uv's settings, and those of pip that say the same (as in ``workflow/install.sh``)."""


def python_of(packages: str) -> Path:
    """The interpreter that has some packages, installed once; this one, if there are none."""
    if not packages:
        return Path(sys.executable)
    folder = FOLDER / packages.split()[0].replace("==", "-")
    python = (folder / "bin/python").absolute()
    if not (folder / ".installed").exists():
        given = {own: os.environ[pip] for own, pip in _OF_PIP.items() if pip in os.environ}
        subprocess.run(["uv", "venv", "--quiet", "--clear", str(folder)], check=True)
        install = ["uv", "pip", "install", "--quiet", "--python", str(python), *packages.split()]
        subprocess.run([*install, "--compile-bytecode"], env=given | os.environ, check=True)
        (folder / ".installed").touch()
    return python
