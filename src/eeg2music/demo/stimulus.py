"""What subjects hear of a song: the states of its excerpt."""

from eeg2music.demo import latent
from eeg2music.demo.latent import FRAME_S, Latent
from eeg2music.demo.songs import song
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid


def heard(seed: int, number: int, trial_s: float) -> Latent:
    """States of the excerpt of song ``number``, without its lead-in."""
    whole = song(seed, number)
    states = latent.draw(seed, number, lead_s=whole.lead_s, length_s=whole.length_s)
    return states.excerpt(round(trial_s / FRAME_S))


def check_grid(grid: Grid) -> None:
    """Refuse a time grid that the generator cannot follow.

    Raises
    ------
    DataError
        If frames are of another length than the generator's.
    """
    if grid.frame_s != FRAME_S:
        raise DataError(
            "params.yaml",
            expected=f"`grid.frame_s` of {FRAME_S} s, at which demo data is generated",
            found=f"{grid.frame_s} s",
            cure=f"Set grid.frame_s to {FRAME_S}, or use `dataset: deap`.",
        )
