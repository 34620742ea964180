"""What counts as moved."""

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.audit.chain import Product
from eeg2music.audit.held import Blind, Last, Moved, Values
from eeg2music.audit.parts import Parts, every
from eeg2music.evaluation.tables import SCORES
from eeg2music.vocabulary.tables import EEG_TOKENS

ENTRIES, COUNT = 50, 400
PARTS = Parts(None, None, 3, ENTRIES)
PRODUCT = Product("scores", "scores")


@pytest.fixture
def ranked(tmp_path):
    """Write the ranks of targets, and tell where."""

    def written(name, target, rank):
        told = {"system": "ours", "kind": "system", "protocol": "headline", "cohort": "planted"}
        columns = {key: [value] * COUNT for key, value in (told | {"subject": "s01"}).items()}
        numbers = {"mask_ratio": 1.0, "seed": 0, "video": 1, "slice": 0}
        columns |= {key: np.full(COUNT, value) for key, value in numbers.items()}
        columns |= {"frame": np.arange(COUNT), "target": target, "rank": rank}
        columns["chord_rank"] = np.ones(COUNT)
        parquet.write(tmp_path / name, SCORES, columns)
        return tmp_path / name

    return written


def test_ranks_of_one_ranking_do_not_move_whatever_is_asked_of_it(ranked):
    random = np.random.default_rng(0)
    ranking = random.permuted(np.tile(np.arange(1, ENTRIES + 1), (COUNT, 1)), axis=1)
    targets = [random.integers(0, ENTRIES, COUNT) for _ in range(2)]
    files = [
        ranked(f"{n}.parquet", each, ranking[np.arange(COUNT), each])
        for n, each in enumerate(targets)
    ]
    assert Blind(PRODUCT, SCORES, every).compare(*files, PARTS) == Moved(0, COUNT)


def test_ranks_that_follow_the_target_move(ranked):
    first, second = np.zeros(COUNT, int), np.arange(COUNT) % ENTRIES
    told = (ranked("a.parquet", first, first + 1), ranked("b.parquet", second, first + 1))
    moved = Blind(PRODUCT, SCORES, every).compare(*told, PARTS)
    assert moved.moved == (second != 0).sum()
    same = (told[0], ranked("c.parquet", first, first + 2))
    assert Blind(PRODUCT, SCORES, every).compare(*same, PARTS) == Moved(COUNT, COUNT)


@pytest.mark.parametrize(("rank", "moved"), [(1, COUNT), (ENTRIES // 2, COUNT), (ENTRIES, 0)])
def test_a_tie_of_all_ranks_last(ranked, rank, moved):
    file = ranked("a.parquet", np.zeros(COUNT, int), np.full(COUNT, rank))
    assert Last(PRODUCT, SCORES).compare(file, file, PARTS) == Moved(moved, COUNT)


def test_rows_are_held_value_by_value_within_a_tolerance(tmp_path):
    def written(name, frames, distance):
        keys = {"subject": ["s01"] * len(frames), "video": [1] * len(frames), "frame": frames}
        values = {"slice": [0] * len(frames), "token": [3] * len(frames), "distance": distance}
        parquet.write(tmp_path / name, EEG_TOKENS, keys | values)
        return tmp_path / name

    before = written("a.parquet", [0, 1, 2], [1.0, 2.0, np.nan])
    after = written("b.parquet", [0, 1, 2], [1.0, 2.1, np.nan])
    fewer = written("c.parquet", [0, 1], [1.0, 2.0])
    exact = Values(PRODUCT, EEG_TOKENS, "tokens")
    near = Values(PRODUCT, EEG_TOKENS, "tokens", tolerance=0.2)
    first = Values(PRODUCT, EEG_TOKENS, "tokens", lambda rows, _: (rows["frame"] < 1).to_numpy())
    assert exact.compare(before, before, PARTS) == Moved(0, 3)
    assert exact.compare(before, after, PARTS) == Moved(1, 3)
    assert near.compare(before, after, PARTS) == Moved(0, 3)
    assert first.compare(before, after, PARTS) == Moved(0, 1)
    assert exact.compare(before, fewer, PARTS) == Moved(3, 3)
