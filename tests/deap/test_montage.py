import mne
import pytest

from eeg2music.deap import montage

# The last two columns of Table 1: where each of Twente's channels lies in Geneva's list,
# and where each of Geneva's lies in Twente's.
IN_GENEVA = [
    *(1, 2, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 16, 13, 14, 15),
    *(32, 31, 29, 30, 27, 28, 25, 26, 22, 23, 20, 21, 18, 17, 19, 24),
]
IN_TWENTE = [
    *(1, 2, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 15, 16, 13),
    *(30, 29, 31, 27, 28, 25, 26, 32, 23, 24, 21, 22, 19, 20, 18, 17),
]


def test_the_orders_agree_with_the_index_columns_of_table_1():
    assert [montage.GENEVA[place - 1] for place in IN_GENEVA] == list(montage.TWENTE)
    assert [montage.TWENTE[place - 1] for place in IN_TWENTE] == list(montage.GENEVA)


def test_both_orders_hold_the_same_32_electrodes_of_a_standard_montage():
    assert len(set(montage.GENEVA)) == 32
    assert set(montage.GENEVA) == set(montage.TWENTE)
    assert set(montage.EEG) == set(mne.channels.make_standard_montage("biosemi32").ch_names)


@pytest.mark.parametrize(
    ("subject", "site"),
    [("s01", "twente"), ("s22", "twente"), ("s23", "geneva"), ("s32", "geneva")],
)
def test_site(subject, site):
    assert montage.site(subject) == site


@pytest.mark.parametrize(
    ("subject", "count", "end"),
    [
        ("s01", 48, ("Temp", "Status")),
        ("s23", 48, ("Temp", "Status")),
        ("s24", 48, ("Temp", "")),
        ("s28", 48, ("Temp", "")),
        ("s29", 49, ("Temp", "", "")),
        ("s32", 49, ("Temp", "", "")),
    ],
)
def test_a_recording_ends_with_its_trigger_channel_named_or_not(subject, count, end):
    names = montage.recording_channels(subject)
    assert len(names) == count
    assert names[:32] == montage.EEG_ORDER[montage.site(subject)]
    assert names[-len(end) :] == end
    assert len(set(names[:47])) == 47
