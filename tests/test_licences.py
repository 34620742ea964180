"""Licences of what is installed: those that `pyproject.toml` allows, and no others."""

import subprocess
import sys

from tests.tiny import ROOT


def listed(folder):
    command = [sys.executable, "-m", "piplicenses", "--python", sys.executable]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_every_package_has_a_licence_that_is_allowed():
    done = listed(ROOT)
    assert done.returncode == 0, done.stderr
    assert "mne" in done.stdout


def test_one_that_is_not_allowed_is_refused_by_name(tmp_path):
    allowed = (ROOT / "pyproject.toml").read_text().split("[tool.pip-licenses]")[1]
    less = allowed.replace('"grandalf",', "")
    assert less != allowed
    (tmp_path / "pyproject.toml").write_text(f"[tool.pip-licenses]{less}")
    done = listed(tmp_path)
    assert done.returncode == 1
    assert "grandalf" in done.stderr
