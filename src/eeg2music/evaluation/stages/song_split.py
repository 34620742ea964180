"""Stage ``song_split``: songs to the parts of the split, the same for every cohort."""

from eeg2music import parquet
from eeg2music.evaluation.params import SongShares
from eeg2music.evaluation.split import song_parts
from eeg2music.evaluation.tables import SONG_SPLIT
from eeg2music.stages.runner import Output


def song_split(*, videos: list[int], number: int, split: SongShares, table: Output) -> None:
    """Split songs, for fold ``number``."""
    assigned = song_parts(videos, split, number)
    columns = {"video": sorted(assigned), "part": [assigned[video] for video in sorted(assigned)]}
    parquet.write(table, SONG_SPLIT, columns, {"split": split.model_dump()})
