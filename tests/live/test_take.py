import numpy as np
import pretty_midi
import pytest
import soundfile

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.live.session import perform_live
from eeg2music.live.tables import LIVE
from eeg2music.live.take import Take
from tests.live.streams import Replay, chunks_of
from tests.recital.test_recital import signals


def perform(instrument, folder, seconds, stop_after=10**9):
    """Play until the stream ends, or stop in the middle of it."""
    eeg = signals(seconds=seconds).astype(np.float32)
    replay, calls = Replay(chunks_of(eeg, 128)), iter(range(10**9))
    with Take(folder, instrument, replay.name) as take:
        stop = lambda: replay.is_over or next(calls) >= stop_after  # noqa: E731
        return perform_live(replay, instrument, [take], stop, 0.0)


def check_whole(folder, instrument, frames):
    rate, frame_s = instrument.sounds.rate, instrument.about.grid.frame_s
    samples, found = soundfile.read(folder / "collage.wav", always_2d=True)
    assert found == rate
    assert samples.shape == (round(frames * frame_s * rate), instrument.sounds.audio.shape[1])
    assert np.abs(samples).max() > 0.01
    table = parquet.read(folder / "live.parquet", LIVE)
    assert table.frame["time"].tolist() == (frame_s * np.arange(frames)).tolist()
    assert table.frame["frame"].iloc[-1] == frames + 6
    midi = pretty_midi.PrettyMIDI(str(folder / "score.mid"))
    assert [track.name for track in midi.instruments] == ["Melody", "Harmony", "Bass", "Drums"]
    assert midi.get_end_time() == pytest.approx(frames * frame_s, abs=5)


def test_a_performance_leaves_sound_midi_and_a_table(instrument, tmp_path):
    performed = perform(instrument, tmp_path / "take", 20)
    check_whole(tmp_path / "take", instrument, 40 - 7)
    latency = parquet.read(tmp_path / "take/live.parquet", LIVE).frame["latency"]
    np.testing.assert_allclose(latency, performed.latencies_s, rtol=1e-5)


def test_stopping_in_the_middle_leaves_whole_files(instrument, tmp_path):
    perform(instrument, tmp_path / "take", 20, stop_after=25)
    check_whole(tmp_path / "take", instrument, 25 - 7)


class Fault:
    """A port that vanishes."""

    def add(self, played, latency_s):
        if played.moments[-1].frame >= 20:
            raise OSError("the cable is out")


def test_who_fails_is_told_and_the_others_go_on(instrument, tmp_path, caplog):
    replay = Replay(chunks_of(signals(seconds=20).astype(np.float32), 128))
    with Take(tmp_path / "take", instrument, "a replay") as take:
        perform_live(replay, instrument, [Fault(), take], lambda: replay.is_over, 0.0)
    check_whole(tmp_path / "take", instrument, 40 - 7)
    assert caplog.messages == ["Fault gets no more music: the cable is out"]


def test_a_fault_of_ours_leaves_whole_files(instrument, tmp_path):
    class Broken:
        def add(self, played, latency_s):
            if played.moments[-1].frame == 20:
                raise KeyError("a mistake")

    replay = Replay(chunks_of(signals(seconds=20).astype(np.float32), 128))
    with (
        pytest.raises(KeyError),
        Take(tmp_path / "take", instrument, "a replay") as take,
    ):
        perform_live(replay, instrument, [take, Broken()], lambda: replay.is_over, 0.0)
    check_whole(tmp_path / "take", instrument, 21 - 7)


def test_a_file_that_cannot_be_finished_costs_no_other(instrument, tmp_path, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(parquet, "write", full)
    perform(instrument, tmp_path / "take", 20)
    assert {path.name for path in (tmp_path / "take").iterdir()} == {"collage.wav", "score.mid"}
    assert "a file could not be finished: No space left on device" in caplog.text


@pytest.mark.parametrize("made", ["a file", "below a file"])
def test_a_folder_that_cannot_be_is_refused(instrument, tmp_path, made):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" if made == "a file" else tmp_path / "file" / "take"
    with pytest.raises(DataError, match=r"expected a (new )?folder"):
        Take(folder, instrument, "a replay")


def test_a_performance_without_any_music_leaves_an_empty_table(instrument, tmp_path):
    perform(instrument, tmp_path / "take", 2)
    assert len(parquet.read(tmp_path / "take/live.parquet", LIVE).frame) == 0
    assert soundfile.info(tmp_path / "take/collage.wav").frames == 0
    assert not (tmp_path / "take/score.mid").exists()


def test_an_earlier_performance_is_never_replaced(instrument, tmp_path):
    perform(instrument, tmp_path / "take", 6)
    before = (tmp_path / "take/collage.wav").read_bytes()
    with pytest.raises(DataError, match="expected a new folder"):
        Take(tmp_path / "take", instrument, "a replay")
    assert (tmp_path / "take/collage.wav").read_bytes() == before


def test_closing_twice_changes_nothing(instrument, tmp_path):
    take = Take(tmp_path / "take", instrument, "a replay")
    take.close()
    before = (tmp_path / "take/live.parquet").stat().st_mtime_ns
    take.close()
    assert (tmp_path / "take/live.parquet").stat().st_mtime_ns == before
