"""The stages of detectability, on small tables of few listeners."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.errors import DataError
from eeg2music.evaluation.params import Levels
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.params import Detection, DrawnLevel, SharedComponents
from eeg2music.evidence.stages.detectability import detectability
from eeg2music.evidence.stages.detection import detection
from eeg2music.evidence.tables import DETECTION, POWER, SMALLEST_EFFECT
from tests.evidence.people import BANDS, CHANNELS, FRAMES, people

STRENGTHS = [0.0, 0.1, 0.3]
DRAWS = range(4)


def on_grid(subject, videos):
    rows = len(videos) * FRAMES
    columns = {
        "video": np.repeat(np.array(videos, np.int16), FRAMES),
        "slice": np.zeros(rows, np.int16),
        "frame": np.tile(np.arange(FRAMES, dtype=np.int16), len(videos)),
    }
    return ({"subject": np.full(rows, subject)} if subject else {}) | columns


def write_eeg(path, subject, videos, nats, channels=CHANNELS):
    columns = on_grid(subject, videos) | {"de": nats.reshape(-1, *nats.shape[2:])}
    meta = {"channels": channels, "bands": BANDS, "frame_s": 0.5}
    parquet.write(path, EEG_FEATURES, columns, meta)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Files of everybody; ``s01`` did not hear song 2, and ``s03`` is excluded of song 7."""
    folder, everyone, rng = tmp_path_factory.mktemp("corpus"), people(), np.random.default_rng(0)
    eeg, audio, rows = [], [], []
    for row, subject in enumerate(everyone.subjects):
        heard = [video for video in everyone.videos if (subject, video) != ("s01", 2)]
        eeg.append(folder / f"{subject}.parquet")
        nats = everyone.entropy[row, [video - 1 for video in heard]]
        write_eeg(eeg[-1], subject, heard, nats)
        parts = dict(zip(everyone.videos, everyone.part[row], strict=True))
        parts |= {7: "excluded"} if subject == "s03" else {}
        rows += [(subject, video, parts[video]) for video in heard]
    sizes = {"de": (24,), "chroma": (12,), "onset": (2,), "mfcc": (20,), "patch": (24, 4)}
    for video in everyone.videos:
        audio.append(folder / f"{video:02d}.parquet")
        sound = {name: rng.normal(size=(FRAMES, *shape)) for name, shape in sizes.items()}
        parquet.write(audio[-1], AUDIO_FEATURES, on_grid("", [video]) | sound)
    split = pd.DataFrame(rows, columns=["subject", "video", "part"])
    parquet.write(folder / "split.parquet", SPLIT, {name: split[name] for name in split})
    return eeg, audio, folder / "split.parquet"


def detect(files, found, draw):
    eeg, audio, split = files
    power = Detection(
        seed=1,
        shifts=99,
        strengths=STRENGTHS,
        electrodes=2,
        latest_delay_s=1.0,
        penalties=[10.0, 1000.0],
    )
    detection(
        eeg_features=eeg,
        audio_features=audio,
        split_table=split,
        cohort="people",
        draw=draw,
        power=power,
        evidence=SharedComponents(components=2, shrinkage=0.1),
        found=found,
    )


def sum_up(draws, folder):
    detectability(
        draws=draws,
        power=DrawnLevel(level=0.05, seed=1),
        evaluate=Levels(confidence=0.95, power=0.8),
        curve=folder / "power.parquet",
        smallest=folder / "smallest_effect.parquet",
    )


@pytest.fixture(scope="module")
def found(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("found")
    for draw in DRAWS:
        detect(corpus, folder / f"{draw}.parquet", draw)
    sum_up([folder / f"{draw}.parquet" for draw in DRAWS], folder)
    return folder


def test_a_draw_tells_what_was_planted_and_what_was_found(found):
    tables = [parquet.read(found / f"{draw}.parquet", DETECTION).frame for draw in DRAWS]
    for table in tables:
        assert len(table) == len(STRENGTHS) * 4
        assert len(table[["band", "channel", "delay_s"]].drop_duplicates()) == 1
        assert table["band"].isin(BANDS).all()
        assert table["channel"].isin(CHANNELS).all()
        assert table["delay_s"].isin([0, 0.5, 1.0]).all()
        assert table[["n_subjects", "n_songs"]].drop_duplicates().to_numpy().tolist() == [[2, 4]]
    assert len({table["p"].sum() for table in tables}) == len(DRAWS)


def test_a_draw_leaves_the_same_bytes_again(corpus, found, tmp_path):
    detect(corpus, tmp_path / "again.parquet", 1)
    assert (tmp_path / "again.parquet").read_bytes() == (found / "1.parquet").read_bytes()


def test_power_is_the_share_of_draws_that_are_found(found):
    draws = parquet.read_many([found / f"{draw}.parquet" for draw in DRAWS], DETECTION).frame
    curve = parquet.read(found / "power.parquet", POWER).frame
    assert len(curve) == 4 * len(STRENGTHS)
    for row in curve.itertuples():
        own = draws[
            (draws.test == row.test)
            & (draws.against == row.against)
            & (draws.strength == row.strength)
        ]
        assert row.found == (own.p <= 0.05).mean()
        assert row.ci_low <= row.found <= row.ci_high
        assert row.draws == len(own) == len(DRAWS)
    of_shifts = curve[(curve.against == "shifts") & (curve.strength == 0.3)]
    assert (of_shifts.found == 1).all()


def test_the_smallest_effect_lies_between_rungs(found):
    table = parquet.read(found / "smallest_effect.parquet", SMALLEST_EFFECT).frame
    of_shifts = table[table.against == "shifts"]
    assert of_shifts.strength.between(0, 0.3).all()
    assert (of_shifts.ci_low <= of_shifts.strength).all()
    assert (of_shifts.strength <= of_shifts.ci_high).all()
    assert of_shifts.variance_share.between(0, 0.7).all()
    assert (table.n_songs == 4).all()


def test_with_too_few_for_a_test_no_effect_is_small_enough(corpus, found, tmp_path):
    """Of one listener who trains: nobody goes along with anybody."""
    eeg, audio, split = corpus
    table = parquet.read(split, SPLIT).frame
    alone = table.assign(part=table.part.where(table.subject.isin(["s00", "s02"]), "excluded"))
    parquet.write(tmp_path / "split.parquet", SPLIT, {name: alone[name] for name in alone})
    detect((eeg, audio, tmp_path / "split.parquet"), tmp_path / "0.parquet", 0)
    sum_up([tmp_path / "0.parquet"], tmp_path)
    table = parquet.read(tmp_path / "smallest_effect.parquet", SMALLEST_EFFECT).frame
    correlation = table[table.test == "inter-subject correlation"]
    assert np.isinf(correlation.strength).all()
    assert correlation.variance_share.isna().all()


def test_other_channels_are_refused(corpus, tmp_path):
    eeg, *others = corpus
    everyone = people()
    other = tmp_path / "other.parquet"
    names = ["Fp1", *CHANNELS[1:]]
    write_eeg(other, "s05", everyone.videos, everyone.entropy[5], names)
    with pytest.raises(DataError, match="Fp1"):
        detect(([*eeg[:5], other], *others), tmp_path / "0.parquet", 0)
