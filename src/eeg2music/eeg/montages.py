"""Electrodes that other systems made music from (section 4.2.3)."""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from eeg2music.errors import DataError

MONTAGES = MappingProxyType(
    {
        "tiraboschi": ("FC5", "FC6", "CP5", "CP6", "PO3", "PO4"),
        "miyamoto": (
            *("Fp1", "Fp2", "AF3", "AF4", "F7", "F8", "F3", "Fz", "F4", "FC5", "FC6", "T7", "T8"),
            *("C3", "Cz", "C4", "CP5", "CP6", "P7", "P8", "P3", "Pz", "P4", "PO7", "PO8"),
            *("PO3", "PO4", "O1", "O2"),
        ),
        "inoue": ("AF3", "AF4", "T7", "T8", "Pz"),
    }
)
"""By whose they are; DEAP lacks PO7 and PO8 of Miyamoto et al."""


def lacking(montage: str, channels: Sequence[str]) -> list[str]:
    """Electrodes of a montage that are not among the channels."""
    return [name for name in MONTAGES[montage] if name not in channels]


def rows(montage: str, channels: Sequence[str], where: Path | str) -> list[int]:
    """Which of the channels a montage has, in their order; all, if it has no name.

    Parameters
    ----------
    where : Path or str
        What the channels are of, for the message.

    Raises
    ------
    DataError
        If it has none of them.
    """
    if not montage:
        return list(range(len(channels)))
    wanted = MONTAGES[montage]
    found = [row for row, name in enumerate(channels) if name in wanted]
    if not found:
        raise DataError(
            where,
            expected=f"some of the electrodes of {montage}: {', '.join(wanted)}",
            found=f"only {', '.join(channels)}",
            cure="Take the systems on these electrodes out of params.yaml: experiments.",
        )
    return found
