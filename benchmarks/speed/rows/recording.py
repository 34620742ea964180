"""A BioSemi recording to cleaned trials, against a plain script of MNE's."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row, Work

SUBJECT, COHORT, SONGS, TRIAL_S, RATE_HZ = "s01", "planted", 40, 60, 128
LOW_HZ, HIGH_HZ, TRANSITION_HZ = 4.0, 45.0, 2.0


def prepare(folder: Path) -> None:
    from benchmarks.speed.stages import stage

    tables, recordings = folder / "metadata_csv", folder / "data_original"
    tables.mkdir()
    recordings.mkdir()
    stage(
        "demo_ratings", subjects=[SUBJECT], songs=SONGS, ratings=tables / "participant_ratings.csv"
    )
    stage("demo_video_list", songs=SONGS, videos=tables / "video_list.csv")
    stage(
        "demo_recording", subject=SUBJECT, cohort=COHORT, coupling=0.5, songs=SONGS,
        recording=recordings / f"{SUBJECT}.bdf", sources=folder / "sources.parquet",
    )  # fmt: skip


def ours(folder: Path) -> Work:
    from benchmarks.speed.stages import prepared

    tables = [folder / f"metadata_csv/{n}.csv" for n in ("participant_ratings", "video_list")]
    return prepared(
        "slices", subject=SUBJECT, reader="bdf", root=folder,
        recording=folder / f"data_original/{SUBJECT}.bdf", metadata=tables,
        epochs=folder / "slices.parquet", trials=folder / "trials.parquet",
    )  # fmt: skip


def theirs(folder: Path) -> Work:
    import mne

    mne.set_log_level("error")

    def work() -> None:
        path = folder / f"data_original/{SUBJECT}.bdf"
        raw = mne.io.read_raw_bdf(path, preload=True)
        np.save(folder / "theirs.npy", _trials(raw))

    return work


def _trials(raw) -> np.ndarray:  # noqa: ANN001 - of a library that is imported where it is used
    """As MNE's tutorials do it: whole channels, then epochs."""
    import mne

    from eeg2music.deap import montage
    from eeg2music.eeg.params import HIGH_TRANSITION_HZ, LOW_TRANSITION_HZ

    events = mne.find_events(raw, mask=0xFF, mask_type="and", initial_event=True)
    events = events[events[:, 2] == 4]
    raw = mne.set_bipolar_reference(
        raw, [*montage.EOG[::2]], [*montage.EOG[1::2]], ["hEOG", "vEOG"]
    )
    raw.pick([*montage.EEG, "hEOG", "vEOG"])
    raw.set_channel_types({"hEOG": "eog", "vEOG": "eog"})
    raw, events = raw.resample(RATE_HZ, method="polyphase", events=events)
    raw.filter(
        LOW_HZ, HIGH_HZ, picks="all",
        l_trans_bandwidth=LOW_TRANSITION_HZ, h_trans_bandwidth=HIGH_TRANSITION_HZ,
    )  # fmt: skip
    raw.set_eeg_reference()
    epochs = mne.Epochs(
        raw, events, tmin=0, tmax=TRIAL_S - 1 / RATE_HZ, baseline=None, preload=True
    )
    regression = mne.preprocessing.EOGRegression(picks="eeg", picks_artifact="eog").fit(epochs)
    return regression.apply(epochs).get_data(picks="eeg") * 1e6


def agree(folder: Path) -> dict[str, float]:
    from eeg2music import parquet
    from eeg2music.eeg.tables import SLICES

    ours = parquet.read(folder / "slices.parquet", SLICES).array("eeg")
    theirs = np.load(folder / "theirs.npy")
    ours = ours.reshape(len(theirs), -1, *ours.shape[1:]).transpose(0, 2, 1, 3)
    ours = ours.reshape(theirs.shape)
    gap = np.abs(ours[:, None] - theirs[None]).mean(axis=(2, 3)).min(axis=1)  # each its own trial
    return {"largest mean difference of a trial over its SD": float(gap.max() / theirs.std())}


ROW = Row(
    work="a BDF (48 channels, 512 Hz, 45 min) to slices of 4 s",
    peer="a plain script of MNE's: whole channels, then epochs",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    agree=agree,
    aims={"faster": 2, "leaner": 2},
    bound="importing SciPy's filters, the polyphase filter and the FIR band-pass",
)
