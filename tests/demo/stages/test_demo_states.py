import numpy as np

from eeg2music import parquet
from eeg2music.corpora.tables import LATENTS
from eeg2music.demo.stages.demo_states import demo_states


def test_the_states_of_all_songs_stand_in_one_table_as_they_were(tmp_path):
    random, paths = np.random.default_rng(0), []
    for video in (1, 2, 30):
        columns = {name: random.integers(3, size=16) for name in ("valence", "arousal", "chord")}
        columns |= {"video": np.full(16, video), "slice": np.repeat([0, 1], 8)}
        paths.append(tmp_path / f"{video:02d}.parquet")
        parquet.write(paths[-1], LATENTS, columns | {"frame": np.tile(np.arange(8), 2)})
    demo_states(latents=paths, states=tmp_path / "states.parquet")
    found = parquet.read(tmp_path / "states.parquet", LATENTS).frame
    assert found.equals(parquet.read_many(paths, LATENTS).frame)
    assert found["video"].unique().tolist() == [1, 2, 30]
