"""Stage ``demo_video_list``: which songs there are, in the table that DEAP distributes."""

from eeg2music.demo.params import Generator
from eeg2music.demo.video_list import video_list
from eeg2music.params.grid import TrialLength
from eeg2music.stages.runner import Output


def demo_video_list(*, songs: int, demo: Generator, grid: TrialLength, videos: Output) -> None:
    """Write ``video_list.csv``."""
    table = video_list(demo.seed, songs, grid.trial_s)
    table.to_csv(videos, index=False, lineterminator="\n")
