"""Which channels of a recording are of the brain, which of the eyes, and which are bad."""

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eeg2music.bids import tsv
from eeg2music.eeg.naming import is_electrode
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

EYES = frozenset({"EOG", "HEOG", "VEOG"})
MOST_EYES = 2
_SIDE = re.compile(r"[ _-]*(left|right|upper|lower|up|down|[lrud+-]|\d+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Channels:
    """Channels of a recording.

    Attributes
    ----------
    index : mapping of str to int
        Name of every channel to its place in the file.
    eeg, eyes : tuple of str
        In the order of the file; eye channels that are marked bad are left out.
    bads : frozenset of str
        EEG channels that are marked bad.
    """

    index: Mapping[str, int]
    eeg: tuple[str, ...]
    eyes: tuple[str, ...]
    bads: frozenset[str]


def channels(
    recording: Path,
    names: Sequence[str],
    kinds: Sequence[str],
    table: Path | None,
    told: Collection[str] = (),
) -> Channels:
    """Join the channels of a file with ``channels.tsv``, whose word counts.

    Parameters
    ----------
    names, kinds
        Names and types in the file, as MNE reads them.
    table : Path or None
        Without one, the file's types count, and no channel is bad. Formats that have no types
        call everything EEG: then only names of electrodes are.
    told : collection of str
        Channels that are EEG by the parameters' word.

    Raises
    ------
    DataError
        If the table names a channel that the file lacks, or there is no EEG channel.
    """
    if table is None:
        index = {name: place for place, name in enumerate(names)}
        types, status = _types(recording, names, kinds, told), {}
    else:
        rows = tsv.read(table, required=("name", "type"))
        listed = [row["name"] for row in rows]
        index = _joined(recording, names, listed, table)
        types = {row["name"]: row["type"].upper() for row in rows}
        status = {row["name"]: row.get("status", "").lower() for row in rows}
    ordered = sorted(types, key=index.__getitem__)
    bads = frozenset(name for name in ordered if status.get(name) == "bad")
    eeg = tuple(name for name in ordered if types[name] == "EEG")
    if not eeg:
        found = ", ".join(sorted(set(types.values()))) or "of no channel"
        raise DataError(
            table or recording,
            expected="channels of type EEG",
            found=f"types {found}: {_some(names)}",
            cure="Give the electrodes the type EEG in channels.tsv.",
        )
    eyes = tuple(name for name in ordered if types[name] in EYES and name not in bads)
    return Channels(index, eeg, eyes, bads & set(eeg))


def eye_signals(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Group eye channels into at most two signals, each of one channel or a pair.

    Names that differ in nothing but a final number, sign or side (``HEOG1`` and ``HEOG2``,
    ``EOG left`` and ``EOG right``) are two electrodes of a pair, whose difference counts.
    Any other channel is taken to be bipolar as it is.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_SIDE.sub("", name).lower() or name, []).append(name)
    signals: list[tuple[str, ...]] = []
    for group in groups.values():
        signals += [tuple(group)] if len(group) == 2 else [(name,) for name in group]
    return signals[:MOST_EYES]


def _types(
    recording: Path, names: Sequence[str], kinds: Sequence[str], told: Collection[str]
) -> dict[str, str]:
    types = {name: kind.upper() for name, kind in zip(names, kinds, strict=True)}
    of_file = [name for name in names if types[name] == "EEG" and name not in told]
    if strange := [name for name in of_file if not is_electrode(name)]:
        logger.warning(
            "%s: %s: of no cap that is known, and so not taken for EEG; channels.tsv would tell",
            *(recording.name, _some(strange)),
        )
    return types | dict.fromkeys(strange, "UNKNOWN")


def _joined(
    recording: Path, names: Sequence[str], listed: Sequence[str], table: Path
) -> dict[str, int]:
    """Place in the file of each listed channel."""
    place = {name: index for index, name in enumerate(names)}
    missing = [name for name in listed if name not in place]
    if missing or len(set(listed)) < len(listed):
        raise DataError(
            table,
            expected=f"channels of {recording.name}, each once: {_some(names)}",
            found=f"not in the recording: {_some(missing)}" if missing else "a name twice",
            cure="Write the names into channels.tsv as the recording has them.",
        )
    return {name: place[name] for name in listed}


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
