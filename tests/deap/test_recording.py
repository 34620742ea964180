import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap import montage
from eeg2music.deap.recording import open_recording, rises
from eeg2music.errors import DataError
from tests.deap.recordings import REAL, codes, needs_real, noise, write_bdf, write_recording_of

ONSETS = [700, 2000]


@pytest.mark.parametrize("subject", ["s01", "s22", "s23", "s24", "s28", "s29", "s32"])
def test_onsets_are_found_in_every_variant_of_a_recording(tmp_path, subject):
    path = write_recording_of(subject, tmp_path / "any.bdf", noise(6), codes(6, ONSETS))
    assert open_recording(path).video_onsets.tolist() == ONSETS


PULSES = st.lists(st.tuples(st.integers(3, 5), st.integers(52, 90)), min_size=1, max_size=8)


@given(PULSES, st.lists(st.floats(0, 1), max_size=5))
def test_rises_are_the_changes_to_a_code_whatever_bounces(pulses, bounces):
    triggers = np.concatenate([np.full(length, code) for code, length in pulses])
    expected = [i for i, c in enumerate(triggers) if c == 4 and (i == 0 or triggers[i - 1] != 4)]
    assert rises(triggers, 4).tolist() == expected
    within = [i for i in np.flatnonzero(triggers == 4) if i not in expected]
    for share in bounces if within else ():
        triggers[within[round(share * (len(within) - 1))]] = 0
    assert rises(triggers, 4).tolist() == expected


def test_a_trigger_that_falls_for_20_ms_is_no_second_video(tmp_path):
    triggers = codes(6, ONSETS)
    triggers[ONSETS[0] + 3 : ONSETS[0] + 12] = 0
    path = write_bdf(tmp_path / "s01.bdf", noise(6), triggers)
    assert open_recording(path).video_onsets.tolist() == ONSETS


def test_a_recording_without_videos_is_refused(tmp_path):
    path = write_bdf(tmp_path / "s01.bdf", noise(2), np.zeros(2 * 512))
    with pytest.raises(DataError, match=r"code 4.*none in the whole recording"):
        open_recording(path)


def test_a_recording_without_a_trigger_channel_is_refused(tmp_path):
    path = write_bdf(tmp_path / "s01.bdf", noise(2), codes(2, [500]), trigger_name="Temp2")
    with pytest.raises(DataError, match="last channel named 'Temp2' after Resp, Plet, Temp"):
        open_recording(path)


def test_an_unnamed_channel_after_the_trigger_channel_is_not_taken_for_it(tmp_path):
    signals = noise(2) | {"Status": codes(2, [500]).astype(float)}
    order = [*montage.recording_channels("s01"), ""]
    path = write_bdf(
        tmp_path / "s01.bdf", signals, np.full(2 * 512, 4), order=order, trigger_name=""
    )
    with pytest.raises(DataError, match="last channel named '' after Plet, Temp, Status"):
        open_recording(path)


def test_a_missing_electrode_is_named(tmp_path):
    order = [name for name in montage.recording_channels("s01") if name not in ("PO4", "EXG3")]
    path = write_bdf(tmp_path / "s01.bdf", noise(2), codes(2, [500]), order=order)
    with pytest.raises(DataError, match="not once: PO4, EXG3"):
        open_recording(path)


def test_another_sampling_rate_is_refused(tmp_path):
    signals = noise(2, rate_hz=256)
    path = write_bdf(tmp_path / "s01.bdf", signals, codes(2, [300], 256), rate_hz=256)
    with pytest.raises(DataError, match="512 Hz; found 256 Hz"):
        open_recording(path)


@needs_real
def test_a_real_recording_that_is_not_deaps_is_refused():
    with pytest.raises(DataError, match="512 Hz; found 2048 Hz"):
        open_recording(REAL)
