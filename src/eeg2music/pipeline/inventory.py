"""What of a dataset takes part, where its raw files are not: results travel, recordings do not.

On the machine that has the raw files their inventory is written beside the results, and travels
with them. Elsewhere the rules are made from it, so that work on results needs no raw file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eeg2music.corpora.contract import Excluded, Inventory, Truth
from eeg2music.files import whole_or_absent

PATH = Path("results/inventory.json")


def write(root: Path, raw: str, reader: str, found: Mapping[str, Inventory]) -> None:
    """Write the inventory of each cohort, unless it is there.

    Parameters
    ----------
    raw, reader : str
        Folder of the raw files, and name of the adapter that reads them.
    """
    cohorts = {name: asdict(replace(each, hints=())) for name, each in found.items()}
    told = json.dumps({"raw": raw, "reader": reader, "cohorts": cohorts}, indent=2) + "\n"
    if _text(root) != told:
        with whole_or_absent(root / PATH) as target:
            target.write_text(told, encoding="utf-8")


def read(root: Path, raw: str, reader: str) -> dict[str, Inventory]:
    """Inventories that were written of raw files, by cohort; none if there are none."""
    try:
        told = json.loads(_text(root))
        if (told["raw"], told["reader"]) != (raw, reader):
            return {}
        return {name: _inventory(each) for name, each in told["cohorts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inventory(told: Mapping[str, Any]) -> Inventory:
    return Inventory(
        recordings=told["recordings"],
        stimuli={int(number): path for number, path in told["stimuli"].items()},
        metadata=told["metadata"],
        timetable=told["timetable"],
        excluded=[Excluded(**each) for each in told["excluded"]],
        groups=told["groups"],
        truth=Truth(**told["truth"]),
    )


def _text(root: Path) -> str:
    path = root / PATH
    return path.read_text("utf-8") if path.is_file() else ""
