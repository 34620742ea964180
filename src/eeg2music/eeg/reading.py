"""Reading the frames of all subjects, of one list of channels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eeg2music import parquet
from eeg2music.eeg.montages import rows
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.errors import DataError
from eeg2music.parquet import Schema, Table


def read_frames(
    paths: Sequence[Path],
    electrodes: str = "",
    columns: Sequence[str] = ("eeg", "de"),
    schema: Schema = EEG_FRAMES,
) -> Iterator[Table]:
    """Each subject's frames, on some electrodes, once its channels are found to be the first one's.

    Parameters
    ----------
    electrodes : str
        A key of `montages.MONTAGES`; empty: all.
    columns : sequence of str
        Those that are read, of the ones that have channels.
    schema : Schema
        Of the tables.

    Raises
    ------
    DataError
        If a subject has other channels, or in another order, or none of these electrodes.
    """
    first: list[str] | None = None
    for path in paths:
        table = parquet.read(path, schema, [*schema.key, *columns])
        channels = table.meta["channels"]
        first = channels if first is None else first
        if channels != first:
            raise DataError(
                path,
                expected=f"the {len(first)} channels of {paths[0].name}: {', '.join(first)}",
                found=f"{len(channels)}: {', '.join(channels)}",
                cure="Name the channels that all recordings share under `bids.channels`.",
            )
        yield _only(table, rows(electrodes, channels, path)) if electrodes else table


def _only(table: Table, kept: list[int]) -> Table:
    channels = [table.meta["channels"][row] for row in kept]
    arrays = {name: values[:, kept] for name, values in table.arrays.items()}
    return replace(table, arrays=arrays, meta={**table.meta, "channels": channels})
