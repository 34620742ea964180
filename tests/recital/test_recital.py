"""Recordings of any kind, played on a small instrument."""

import os

import mne
import numpy as np
import pretty_midi
import pytest
import soundfile

from eeg2music import cli, parquet
from eeg2music.audio.loudness import loudness
from eeg2music.compose.tables import TRAJECTORY
from eeg2music.deap.montage import EEG
from eeg2music.errors import DataError
from eeg2music.recital.recital import FILES, give
from tests.compose.instruments import make
from tests.eeg.test_recording import write

RATE_HZ, SECONDS = 256, 42
STEMS = ("melody", "harmony", "bass", "drums")


@pytest.fixture(scope="module")
def instrument(tmp_path_factory):
    return make(tmp_path_factory.mktemp("made") / "instrument")


def signals(channels=32, seconds=SECONDS):
    """Coloured noise that neighbours share, µV."""
    random = np.random.default_rng(4)
    noise = np.cumsum(random.standard_normal((6, round(seconds * RATE_HZ))), axis=1)
    noise -= np.linspace(0, 1, noise.shape[1]) * noise[:, -1:]
    own = random.standard_normal((channels, noise.shape[1]))
    return 4 * random.standard_normal((channels, 6)) @ noise / 6 + 6 * own


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return write(tmp_path_factory.mktemp("recorded") / "somebody_raw.fif", signals(), EEG, RATE_HZ)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_recording_becomes_a_folder_of_music(instrument, recording, tmp_path):
    programme = give(recording, tmp_path / "music", instrument)
    assert {path.name for path in (tmp_path / "music").iterdir()} == {*FILES}
    assert programme.length_s == 40
    assert programme.left_s == pytest.approx(2, abs=0.1)
    assert programme.interpolated == ()
    for name in ("collage.wav", "score.wav", *(f"stems/{stem}.wav" for stem in STEMS)):
        samples, rate = soundfile.read(tmp_path / "music" / name, always_2d=True)
        assert samples.shape == (40 * rate, 2)
        if "/" not in name:
            assert loudness(samples.T, rate) == pytest.approx(-23, abs=0.2)
    rows = parquet.read(tmp_path / "music/trajectory.parquet", TRAJECTORY)
    assert rows.frame["time"].tolist() == [0.5 * frame for frame in range(80)]
    assert rows.meta["are_generated"] is True
    names = [
        track.name
        for track in pretty_midi.PrettyMIDI(str(tmp_path / "music/score.mid")).instruments
    ]
    assert names == [stem.capitalize() for stem in STEMS]
    page = (tmp_path / "music/index.html").read_text()
    assert "GENERATED" in page
    assert page.count("<polyline") == 2


def test_stems_add_up_to_the_score(instrument, recording, tmp_path):
    give(recording, tmp_path / "music", instrument)
    whole = soundfile.read(tmp_path / "music/score.wav")[0]
    stems = sum(soundfile.read(tmp_path / f"music/stems/{stem}.wav")[0] for stem in STEMS)
    assert np.abs(whole - stems).max() < 4 / 2**15


def test_the_same_recording_gives_the_same_bytes(instrument, recording, tmp_path):
    for name in ("once", "again"):
        give(recording, tmp_path / name, instrument)
    assert contents(tmp_path / "once") == contents(tmp_path / "again")


def test_a_part_is_played_and_timed_as_in_the_recording(instrument, recording, tmp_path):
    programme = give(recording, tmp_path / "music", instrument, start_s=10, length_s=20)
    assert (programme.start_s, programme.length_s) == (10, 20)
    rows = parquet.read(tmp_path / "music/trajectory.parquet", TRAJECTORY).frame
    assert rows["time"].iloc[[0, -1]].tolist() == [10, 29.5]


def test_lacking_electrodes_are_told(instrument, tmp_path):
    path = write(tmp_path / "less_raw.fif", signals()[:-2], EEG[:-2], RATE_HZ)
    programme = give(path, tmp_path / "music", instrument)
    assert programme.interpolated == tuple(EEG[-2:])
    assert ", ".join(EEG[-2:]) in (tmp_path / "music/index.html").read_text()


def test_real_brains_bring_no_warning(recording, tmp_path):
    real = make(tmp_path / "instrument", are_generated=0)
    programme = give(recording, tmp_path / "music", real)
    assert not programme.caution
    assert "GENERATED" not in (tmp_path / "music/index.html").read_text()


def refused(tmp_path, instrument, path, **part):
    with pytest.raises(DataError) as told:
        give(path, tmp_path / "music", instrument, **part)
    assert not (tmp_path / "music").exists()
    message = str(told.value)
    assert "\n" not in message
    return message


def test_what_is_shorter_than_a_slice_is_told(instrument, recording, tmp_path):
    assert "expected 4 s or more; found 3 s" in refused(tmp_path, instrument, recording, length_s=3)


def test_no_known_channel_is_told(instrument, tmp_path):
    path = write(tmp_path / "odd_raw.fif", signals(4), ["a", "b", "c", "d"], RATE_HZ)
    assert "expected electrodes by their names" in refused(tmp_path, instrument, path)


@pytest.mark.parametrize(("unit", "told"), [(1.0, "standard deviation of"), (0.0, "found")])
def test_a_wrong_unit_and_a_flat_recording_are_told(instrument, tmp_path, unit, told):
    path = write(tmp_path / "x_raw.fif", signals(), EEG, RATE_HZ, unit=unit)
    assert told in refused(tmp_path, instrument, path)


def test_what_is_no_recording_is_told(instrument, tmp_path):
    (tmp_path / "notes.txt").write_text("no EEG")
    assert "notes.txt" in refused(tmp_path, instrument, tmp_path / "notes.txt")
    assert "none.edf" in refused(tmp_path, instrument, tmp_path / "none.edf")


def test_a_folder_with_anything_else_in_it_is_left_alone(instrument, recording, tmp_path):
    kept = tmp_path / "music/thesis.tex"
    kept.parent.mkdir()
    kept.write_text("mine")
    with pytest.raises(DataError, match=r"found thesis\.tex in it"):
        give(recording, kept.parent, instrument)
    assert kept.read_text() == "mine"


def test_an_earlier_recital_is_replaced_and_kept_if_the_new_one_fails(
    instrument, recording, tmp_path
):
    give(recording, tmp_path / "music", instrument)
    before = contents(tmp_path / "music")
    with pytest.raises(DataError):
        give(recording, tmp_path / "music", instrument, length_s=1)
    assert contents(tmp_path / "music") == before
    give(recording, tmp_path / "music", instrument, length_s=20)
    assert contents(tmp_path / "music") != before


def test_the_command_needs_no_repository_and_says_what_it_did(
    instrument, recording, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    told = ["compose", str(recording), "-o", "music", "--checkpoint", str(instrument)]
    assert cli.main([*told, "--start", "2", "--length", "8"]) == 0
    said = capsys.readouterr()
    assert said.out == f"8 s of music: {(tmp_path / 'music/index.html').as_uri()}\n"
    assert said.err.startswith("warning: This instrument was trained on GENERATED brains")
    assert os.listdir(tmp_path) == ["music"]


def test_without_a_checkpoint_the_command_says_how_to_name_one(
    recording, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["compose", str(recording), "-o", "music"]) == 1
    assert "expected one instrument; found none. Name its folder after --checkpoint." in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("suffix", [".edf", ".vhdr", ".set", ".fif"])
def test_formats_play_alike(instrument, recording, tmp_path, suffix):
    raw = mne.io.read_raw(recording, verbose="error")
    order = [*reversed(EEG)]
    path = tmp_path / f"other_raw{suffix}"
    write(path, 1e6 * raw.get_data(order), [f"EEG {name}-Ref" for name in order], RATE_HZ)
    give(recording, tmp_path / "one", instrument)
    give(path, tmp_path / "other", instrument)
    one, other = (
        parquet.read(tmp_path / name / "trajectory.parquet", TRAJECTORY).frame
        for name in ("one", "other")
    )
    for name in ("valence", "arousal"):
        assert np.corrcoef(one[name], other[name][: len(one)])[0, 1] > 0.9
