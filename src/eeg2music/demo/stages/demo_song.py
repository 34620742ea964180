"""Stage ``demo_song``: one music video, and the states that its music follows."""

import numpy as np

from eeg2music import parquet
from eeg2music.corpora.tables import LATENTS
from eeg2music.demo import movie as movies
from eeg2music.demo import studio
from eeg2music.demo.params import Generator
from eeg2music.demo.stimulus import check_grid, heard
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output


def demo_song(*, video: int, demo: Generator, grid: Grid, movie: Output, latents: Output) -> None:
    """Generate one video and the table of its excerpt's states."""
    check_grid(grid)
    stems = studio.record(demo.seed, video)
    movies.write(movie, stems.mix, studio.states(demo.seed, video))
    states = heard(demo.seed, video, grid.trial_s)
    per_trial = grid.slices * grid.frames
    columns = {
        "video": np.full(per_trial, video),
        "slice": np.repeat(np.arange(grid.slices), grid.frames),
        "frame": np.tile(np.arange(grid.frames), grid.slices),
        "valence": states.valence[:per_trial],
        "arousal": states.arousal[:per_trial],
        "chord": states.chord[:per_trial],
    }
    parquet.write(latents, LATENTS, columns, {"seed": demo.seed})
