"""One list of channels for all subjects."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.parquet import Table


def same_channels(paths: Sequence[Path], read: Iterable[Table]) -> Iterator[Table]:
    """Pass on every subject's table, once its channels are found to be the first one's.

    Raises
    ------
    DataError
        If a subject has other channels, or in another order.
    """
    first: list[str] | None = None
    for path, table in zip(paths, read, strict=True):
        channels = table.meta["channels"]
        first = channels if first is None else first
        if channels != first:
            raise DataError(
                path,
                expected=f"the {len(first)} channels of {paths[0].name}: {', '.join(first)}",
                found=f"{len(channels)}: {', '.join(channels)}",
                cure="Name the channels that all recordings share under `bids.channels`.",
            )
        yield table
