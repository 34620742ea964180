"""Stage ``demo_states``: what every song's music follows, where results are, without the songs."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.tables import LATENTS
from eeg2music.stages.runner import Output


def demo_states(*, latents: list[Path], states: Output) -> None:
    """Gather the states of all songs in one table."""
    rows = parquet.read_many(latents, LATENTS).frame
    parquet.write(states, LATENTS, {name: rows[name] for name in rows})
