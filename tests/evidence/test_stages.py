"""The stages of inter-subject correlation, on small tables of many listeners."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.params import Levels
from eeg2music.evaluation.tables import ABLATION, SPLIT
from eeg2music.evidence.params import SharedComponents, Shifting
from eeg2music.evidence.stages.inter_subject import inter_subject
from eeg2music.evidence.stages.shared import shared
from eeg2music.evidence.tables import INTER_SUBJECT, PATTERNS, SHARED
from eeg2music.report.stages.scalp_maps import scalp_maps

SUBJECTS, VIDEOS = [f"s{n:02d}" for n in range(1, 8)], range(1, 9)
CHANNELS, BANDS = ["Fz", "Cz", "Pz", "Oz", "T7", "T8"], ["theta", "alpha"]
SLICES, FRAMES = 10, 8
TESTED, UNHEARD = (SUBJECTS[:2], [1, 2, 3]), [("s01", 2), ("s05", 6)]


def write_corpus(folder, follows):
    """Alpha at Pz follows the songs; ``s01`` did not hear song 2, nor ``s05`` song 6."""
    rng = np.random.default_rng(0)
    course = follows * rng.normal(size=(len(VIDEOS), SLICES * FRAMES))
    rows, paths = [], []
    for subject in SUBJECTS:
        heard = [video for video in VIDEOS if (subject, video) not in UNHEARD]
        place = np.indices((len(heard), SLICES, FRAMES)).reshape(3, -1)
        de = rng.normal(size=(place.shape[1], len(CHANNELS), len(BANDS))).astype(np.float32)
        songs = np.array([video - 1 for video in heard])
        de[:, CHANNELS.index("Pz"), 1] += course[songs].ravel()
        columns = {
            "subject": np.full(place.shape[1], subject),
            "video": np.array(heard, np.int16)[place[0]],
            "slice": place[1].astype(np.int16),
            "frame": place[2].astype(np.int16),
            "eeg": np.zeros((place.shape[1], len(CHANNELS), 4), np.float32),
            "de": de,
        }
        paths.append(folder / f"{subject}.parquet")
        meta = {"channels": CHANNELS, "bands": BANDS, "frame_s": 0.5}
        parquet.write(paths[-1], EEG_FRAMES, columns, meta)
        rows += [(subject, video, part_of(subject, video)) for video in heard]
    split = pd.DataFrame(rows, columns=["subject", "video", "part"])
    parquet.write(folder / "split.parquet", SPLIT, {name: split[name] for name in split})
    return paths, folder / "split.parquet"


def part_of(subject, video):
    if (subject, video) == ("s07", 3):
        return "excluded"
    names = {(True, True): "headline", (False, False): "train", (True, False): "paper"}
    return names.get((subject in TESTED[0], video in TESTED[1]), "unused")


@pytest.fixture(scope="module", params=[0.8, 0.0], ids=["planted", "null"])
def found(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    run(folder, *write_corpus(folder, request.param))
    return request.param, folder


def run(folder, paths, split):
    inter_subject(
        eeg_frames=paths,
        split_table=split,
        cohort="people",
        evidence=SharedComponents(components=2, shrinkage=0.1),
        correlations=folder / "correlations.parquet",
        patterns=folder / "patterns.parquet",
    )
    shared(
        correlations=[folder / "correlations.parquet"],
        evidence=Shifting(shifts=999, seed=1),
        evaluate=Levels(confidence=0.95, power=0.8),
        table=folder / "shared.parquet",
    )
    scalp_maps(
        patterns=folder / "patterns.parquet",
        ablation=write_ablation(folder / "ablation.parquet"),
        shared=folder / "maps.svg",
        ablation_map=folder / "ablation.svg",
    )


def write_ablation(path):
    """What electrodes are worth, at two k."""
    rows = pd.DataFrame(
        [
            (channel, k, lost)
            for channel, lost in zip(CHANNELS, range(6), strict=True)
            for k in (1, 5)
        ],
        columns=["channel", "k", "lost"],
    ).assign(cohort="people", system="ours", ci_low=0.0, ci_high=0.2, n_subjects=2, n_songs=3)
    parquet.write(path, ABLATION, {name: rows[name] for name in rows})
    return path


def test_every_unseen_listener_of_every_unseen_song_counts_but_those_who_did_not_hear_it(found):
    _, folder = found
    table = parquet.read(folder / "correlations.parquet", INTER_SUBJECT)
    cells = {*table.frame[["subject", "video"]].itertuples(index=False, name=None)}
    assert cells == {(s, v) for s in TESTED[0] for v in TESTED[1]} - {("s01", 2)}
    assert {*table.frame.band} == {*BANDS, "all"}
    assert table.array("correlation").shape[1] == SLICES * FRAMES
    assert np.isfinite(table.array("correlation")).all()
    told = np.isfinite(table.array("across_songs"))
    assert (told == np.isin(VIDEOS, TESTED[1])).all()


def test_it_is_found_where_it_was_put_and_nowhere_else(found):
    follows, folder = found
    table = parquet.read(folder / "shared.parquet", SHARED).frame
    sums = table[table.component == 0].set_index("band")
    assert (sums.p < 0.05).to_dict() == {"alpha": follows > 0, "all": follows > 0, "theta": False}
    assert (sums.p_other_songs[["alpha", "all"]] < 0.2).eq(follows > 0).all()  # 12 exchanges
    assert (sums.smallest > 0).all()
    pattern = parquet.read(folder / "patterns.parquet", PATTERNS).frame
    first = pattern[(pattern.band == "alpha") & (pattern.component == 1)].set_index("channel")
    if follows:
        assert first.pattern.abs().idxmax() == "Pz"
        assert first.pattern.abs().max() > 0.9


def test_where_one_listener_trains_the_tables_are_empty(tmp_path):
    paths, split = write_corpus(tmp_path, 0.8)
    table = parquet.read(split, SPLIT).frame
    few = table.assign(part=table.part.where(table.subject.isin(["s01", "s04"]), "unused"))
    parquet.write(split, SPLIT, {name: few[name] for name in few})
    run(tmp_path, paths, split)
    for name, schema in (
        ("correlations", INTER_SUBJECT),
        ("patterns", PATTERNS),
        ("shared", SHARED),
    ):
        assert len(parquet.read(tmp_path / f"{name}.parquet", schema).frame) == 0
    assert "no two listeners" in (tmp_path / "maps.svg").read_text()


def test_scalp_maps_have_one_map_a_band_and_component(found):
    svg = (found[1] / "maps.svg").read_text()
    for text in (*BANDS, "component 1", "component 2"):
        assert svg.count(f">{text}<") == 1
    svg = (found[1] / "ablation.svg").read_text()
    for text in ("Hits@1", "Hits@5", "points lost"):
        assert svg.count(f">{text}<") == 1
