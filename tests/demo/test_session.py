"""Sessions against DEAP's protocol, as the code that reads recordings understands it."""

import numpy as np
import pytest

from eeg2music.deap.lost_triggers import trials_kept
from eeg2music.deap.recording import CODE_MASK, VIDEO_START, rises
from eeg2music.demo import session

SITES = ["s01", "s22", "s23", "s24", "s32"]
SONGS, TRIAL_S = 40, 60


@pytest.fixture(params=SITES)
def subject(request):
    return request.param


@pytest.fixture
def shown(subject):
    return session.draw(7, subject, SONGS, TRIAL_S)


def test_videos_start_where_the_trigger_channel_says(subject, shown):
    codes = session.status(shown, subject) & CODE_MASK
    onsets = rises(codes, VIDEO_START)
    np.testing.assert_array_equal(onsets, shown.onsets)
    np.testing.assert_array_equal(rises(codes, 5)[-SONGS:] - onsets, TRIAL_S * session.RATE_HZ)
    np.testing.assert_array_equal(onsets - rises(codes, 3)[-SONGS:], 3 * session.RATE_HZ)


def test_every_video_is_shown_once_and_subjects_differ_in_order(shown):
    assert sorted(shown.videos) == list(range(1, SONGS + 1))
    assert shown.videos != session.draw(7, "s05", SONGS, TRIAL_S).videos
    assert (np.diff(shown.onsets) >= (TRIAL_S + 3) * session.RATE_HZ).all()


def test_a_recording_reaches_around_every_video_in_whole_seconds(shown):
    assert shown.samples % session.RATE_HZ == 0
    assert shown.onsets[0] > 4 * session.RATE_HZ
    assert shown.onsets[-1] + (TRIAL_S + 4) * session.RATE_HZ < shown.samples
    assert shown.first_sample + shown.frames * session.FRAME_SAMPLES >= shown.samples


@pytest.mark.parametrize(
    ("subject", "name", "high_bits", "crosses"),
    [
        ("s01", "Status", 0, 1),
        ("s23", "Status", 0, 2),
        ("s24", "", 0x18FF00, 2),
        ("s32", "", 0x18FF00, 2),
    ],
)
def test_trigger_channels_have_the_quirks_of_their_site(subject, name, high_bits, crosses):
    shown = session.draw(7, subject, SONGS, TRIAL_S)
    status = session.status(shown, subject)
    before = (status & CODE_MASK)[: shown.onsets[0]]
    assert session.trigger_name(subject) == name
    assert set((status & ~CODE_MASK).tolist()) == {high_bits}
    assert len(rises(before, session.FIXATION)) == crosses


def test_codes_are_those_of_deap_and_the_end_comes_last(shown):
    codes = [code for _, code in shown.triggers]
    assert set(codes) == {1, 2, 3, 4, 5, 7}
    assert codes[-1] == 7
    assert codes.count(4) == SONGS


def test_s28_lost_the_triggers_of_three_videos_and_nothing_else(tmp_path):
    shown = session.draw(7, "s28", SONGS, TRIAL_S)
    onsets = rises(session.status(shown, "s28") & CODE_MASK, VIDEO_START)
    kept = np.delete(np.arange(SONGS), [22, 23, 24])
    np.testing.assert_array_equal(onsets, shown.onsets[kept])
    assert [code for _, code in shown.triggers].count(5) == SONGS + 2
    found = trials_kept(onsets / session.RATE_HZ, 1e6 * shown.onsets, tmp_path)
    np.testing.assert_array_equal(found, kept)


@pytest.mark.parametrize(("songs", "triggers"), [(6, 6), (25, 25), (26, 23)])
def test_s28_lost_them_only_where_trials_lie_on_either_side(songs, triggers):
    codes = [code for _, code in session.draw(7, "s28", songs, 8).triggers]
    assert codes.count(4) == triggers


@pytest.mark.parametrize("lost", [[20], [4, 17, 30]])
def test_lost_triggers_can_be_told_from_the_times_of_the_others(lost, tmp_path):
    shown = session.draw(7, "s28", SONGS, TRIAL_S)
    seconds = shown.onsets / session.RATE_HZ
    kept = np.delete(np.arange(SONGS), lost)
    found = trials_kept(seconds[kept], 1e6 * seconds, tmp_path)
    np.testing.assert_array_equal(found, kept)


def test_sessions_and_streams_are_fixed_by_seed_subject_and_purpose():
    assert session.draw(1, "s01", 6, 8) == session.draw(1, "s01", 6, 8)
    drawn = {
        session.stream(seed, subject, purpose).random()
        for seed in (0, 1)
        for subject in ("s01", "s02")
        for purpose in ("session", "brain", "channels", "ratings")
    }
    assert len(drawn) == 16
