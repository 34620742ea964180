import json

from eeg2music import tables
from eeg2music.stages.runner import main
from tests.evaluation.test_split import EIGHT, holders, sites


def test_the_table_spreads_both_sites(tmp_path):
    shares = {"test_subjects": 0.2, "validation_subjects": 0.125, "test_songs": 0.2}
    config = {"seed": 3, "validation_songs": 0.1, **shares}
    written = tmp_path / "split.parquet"
    options = ["--cfg", json.dumps({f"split.{key}": value for key, value in config.items()})]
    options += ["--subjects", *EIGHT, "--videos", *map(str, range(1, 41)), "--table", str(written)]
    assert main(["split", *options]) == 0
    table = tables.read(written, tables.SPLIT)
    assert table.meta["split"] == config
    cells = table.frame.set_index(["subject", "video"])["part"].to_dict()
    assert len(cells) == 8 * 40
    assert set(sites(holders(cells, "headline")[0]).values()) == {"twente", "geneva"}
