"""Which dataset ``dvc.yaml`` is of: the files of one are the dependencies that it lists."""

from pathlib import Path

import yaml

from eeg2music.errors import DataError

PIPELINE = Path("dvc.yaml")
_TOLD = "# dataset: {dataset}, eeg_source: {eeg_source}\n"


def line(root: Path) -> str:
    """Line of ``dvc.yaml`` that tells the dataset which ``params.yaml`` names."""
    return _TOLD.format_map(yaml.safe_load((root / "params.yaml").read_text("utf-8")))


def is_versioned(root: Path) -> bool:
    """Whether DVC versions the dataset at hand."""
    return (root / ".dvc").is_dir() and line(root) in (root / PIPELINE).read_text("utf-8")


def check(root: Path) -> None:
    """Refuse to let DVC run another dataset than ``dvc.yaml`` is of.

    Raises
    ------
    DataError
        If ``params.yaml`` names another one.
    """
    text = (root / PIPELINE).read_text("utf-8")
    if line(root) not in text:
        found = next((each for each in text.splitlines() if each.startswith("# dataset")), "")
        raise DataError(
            PIPELINE,
            expected=line(root).strip("# \n"),
            found=found.strip("# \n") or "no line that tells the dataset",
            cure="Run `eeg2music dvc-yaml`, then this again; what is done stays.",
        )
