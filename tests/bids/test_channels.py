"""Which channels of a folder are EEG, and what is done about bad ones."""

import numpy as np
import pytest

from eeg2music.errors import DataError
from tests.bids.folders import (
    CAP,
    GRID,
    RATE_HZ,
    SETTINGS,
    edit_channels,
    events,
    noise,
    session,
    sidecar,
    write_run,
    write_stimuli,
    write_table,
)


def test_channels_may_be_chosen_and_ordered_by_name(single):
    root, _ = single
    every, some = session(root), session(root, channels=["O1", "Fz"])
    assert every.channels == tuple(CAP)
    assert some.channels == ("O1", "Fz")
    of_all, chosen = (opened.cleaned(GRID, SETTINGS) for opened in (every, some))
    difference = of_all[:, CAP.index("O1")] - of_all[:, CAP.index("Fz")]
    assert np.allclose(chosen[:, 0] - chosen[:, 1], difference, atol=1e-3)


def test_channels_that_a_run_lacks_are_left_out(tmp_path):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    signals = noise(8, 7, RATE_HZ)
    write_run(tmp_path, signals, RATE_HZ, CAP, events((1.0, "a.wav")), run="1")
    order = [3, 1, 6, 5, 4, 0]
    names = [CAP[index] for index in order]
    write_run(tmp_path, signals[order], RATE_HZ, names, events((1.0, "b.wav")), run="2")
    opened = session(tmp_path)
    assert opened.channels == ("Fz", "Cz", "C3", "C4", "O1", "O2")
    first, second = opened.cleaned(GRID, SETTINGS)
    assert np.allclose(first, second, atol=0.02)


def test_eye_movements_are_regressed_out_by_the_difference_of_a_pair(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    brain, eyes = noise(8, 7, RATE_HZ), noise(1, 7, RATE_HZ, seed=5, size_uv=100)[0]
    common = noise(1, 7, RATE_HZ, seed=6, size_uv=100)[0]
    spread = np.linspace(-0.5, 0.5, 8)[:, None]
    signals = np.vstack([brain + spread * eyes, common + eyes / 2, common - eyes / 2])
    write_run(
        tmp_path,
        signals,
        RATE_HZ,
        [*CAP, "HEOG1", "HEOG2"],
        events((1.0, "a.wav")),
        types=["eeg"] * 8 + ["eog"] * 2,
    )
    kept, removed = (
        session(tmp_path).cleaned(GRID, SETTINGS.model_copy(update={"regress_eog": regress}))[0]
        for regress in (False, True)
    )
    assert kept.shape == removed.shape == (8, 512)
    assert kept[0].std() > 3 * removed[0].std()
    assert removed.std(axis=1).max() < 10


def test_bad_channels_are_interpolated_from_their_neighbours(tmp_path):
    names = ["Fz", "FCz", "Cz", "CPz", "Pz", "C1", "C2", "FC1", "FC2", "CP1", "CP2", "O1"]
    write_stimuli(tmp_path, "a.wav")
    near = noise(1, 7, RATE_HZ)[0]
    signals = noise(12, 7, RATE_HZ, seed=3, size_uv=2.5)
    signals[[1, 3, 5, 6]] += near
    signals[2] = 0
    data = write_run(tmp_path, signals, RATE_HZ, names, events((1.0, "a.wav")), bads=["Cz"])
    (trial,) = session(tmp_path).cleaned(GRID, SETTINGS)
    assert np.corrcoef(trial[2], trial[1])[0, 1] > 0.9
    assert np.isfinite(trial).all()
    # positions from a table in an unknown unit and frame tell the same as the names
    import mne

    where = mne.channels.make_standard_montage("colin27_1005").get_positions()["ch_pos"]
    turned = {name: 123 * where[name][[1, 0, 2]] * [1, -1, 1] for name in names}
    rows = [{"name": n, "x": p[0], "y": p[1], "z": p[2]} for n, p in turned.items()]
    write_table(sidecar(data, "electrodes.tsv"), rows)
    (measured,) = session(tmp_path).cleaned(GRID, SETTINGS)
    assert np.allclose(measured, trial, atol=1e-3)


def test_types_of_the_table_outrank_those_of_the_file(single):
    root, data = single
    edit_channels(data, lambda row: row | {"type": "MISC" if row["name"] == "T7" else row["type"]})
    assert session(root).channels == tuple(CAP[:-1])


@pytest.mark.parametrize("scale", [1e3, 1e-3, 1e6])
def test_a_channel_in_another_unit_is_refused_by_name(tmp_path, scale):
    write_stimuli(tmp_path, "song.wav")
    signals = scale ** (np.arange(8) == 3)[:, None] * noise(8, 8, RATE_HZ)
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    write_run(tmp_path, signals, RATE_HZ, CAP, events)
    with pytest.raises(DataError, match=rf"0.1 to 1000 µV.*{CAP[3]} of .* in stimulus 1"):
        session(tmp_path).cleaned(GRID, SETTINGS)
    write_run(tmp_path, signals, RATE_HZ, CAP, events, bads=[CAP[3]])
    opened = session(tmp_path)
    assert np.abs(opened.cleaned(GRID, SETTINGS)).max() < 100
    assert opened.repair.found == {1: [CAP[3]]}


@pytest.mark.parametrize("scale", [40, 0.02])
def test_a_channel_unlike_the_others_is_interpolated_and_told(tmp_path, scale, caplog):
    write_stimuli(tmp_path, "song.wav")
    signals = noise(8, 8, RATE_HZ)
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    for factor in (1.0, scale):
        write_run(tmp_path, factor ** (np.arange(8) == 3)[:, None] * signals, RATE_HZ, CAP, events)
        opened = session(tmp_path)
        cleaned = opened.cleaned(GRID, SETTINGS)[0]
        others = np.delete(cleaned, 3, axis=0) - np.delete(cleaned, 3, axis=0).mean(axis=0)
        if factor == 1.0:
            healthy = others
    assert opened.repair.found == {1: [CAP[3]]}
    assert f"{CAP[3]} in video 1" in caplog.text
    np.testing.assert_allclose(others, healthy, atol=0.05)


def test_channels_that_are_marked_bad_are_counted_as_well(tmp_path):
    write_stimuli(tmp_path, "song.wav")
    signals = noise(8, 8, RATE_HZ)
    signals[5] *= 40
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    write_run(tmp_path, signals, RATE_HZ, CAP, events, bads=[CAP[1]])
    opened = session(tmp_path)
    opened.cleaned(GRID, SETTINGS)
    assert opened.repair.found == {1: sorted([CAP[1], CAP[5]])}
    signals[6] *= 40
    write_run(tmp_path, signals, RATE_HZ, CAP, events, bads=[CAP[1]])
    with pytest.raises(DataError, match=r"at most 25% of the 8 channels.*3 in video 1"):
        session(tmp_path).cleaned(GRID, SETTINGS)


def test_without_a_table_only_electrodes_are_eeg_unless_told(tmp_path, caplog):
    write_stimuli(tmp_path, "song.wav")
    names = ["EXG1", *CAP, "GSR1", "Resp", "EOG1", "Temp"]
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    data = write_run(tmp_path, noise(13, 8, RATE_HZ), RATE_HZ, names, events, kind="EDF")
    assert len(session(tmp_path).channels) == 13  # so channels.tsv says
    sidecar(data, "channels.tsv").unlink()
    assert list(session(tmp_path).channels) == CAP
    assert "EXG1, GSR1, Resp, EOG1, Temp: of no cap that is known" in caplog.text
    told = [*CAP[:4], "GSR1"]
    assert list(session(tmp_path, channels=told).channels) == told


def test_names_that_nobody_knows_need_a_table(tmp_path):
    write_stimuli(tmp_path, "song.wav")
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    names = [f"sensor {n}" for n in range(8)]
    data = write_run(tmp_path, noise(8, 8, RATE_HZ), RATE_HZ, names, events, kind="EDF")
    sidecar(data, "channels.tsv").unlink()
    with pytest.raises(DataError, match=r"channels of type EEG.*sensor 0.*channels\.tsv"):
        session(tmp_path)
