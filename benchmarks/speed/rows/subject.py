"""A subject's preprocessed ``.dat`` to slices and entropy, against TorchEEG's own chain."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row, Work

SUBJECT, TRIALS, CHANNELS, EEG, RATE_HZ, BASELINE_S = "s01", 40, 40, 32, 128, 3
SAMPLES, FRAME = RATE_HZ * (BASELINE_S + 60), RATE_HZ // 2
BANDS = {"theta": [4, 8], "alpha": [8, 14], "beta": [14, 31], "gamma": [31, 45]}
FIRST = 20
"""Frames that are compared."""
PEER = "torcheeg==1.1.3 torch==2.13.0 pandas<3"  # as old as its own SciPy


def prepare(folder: Path) -> None:
    import pandas as pd
    from benchmarks.speed.stages import stage

    from eeg2music.demo.preprocessed import write_dat

    tables, recordings = folder / "metadata_csv", folder / "data_preprocessed_python"
    tables.mkdir()
    recordings.mkdir()
    ratings = tables / "participant_ratings.csv"
    stage("demo_ratings", subjects=[SUBJECT], songs=TRIALS, ratings=ratings)
    stage("demo_video_list", songs=TRIALS, videos=tables / "video_list.csv")
    rated = pd.read_csv(ratings).sort_values("Experiment_id")
    labels = rated[["Valence", "Arousal", "Dominance", "Liking"]].to_numpy(float)
    rng = np.random.default_rng(0)
    signals = rng.normal(0, 10, (TRIALS, CHANNELS, SAMPLES))
    write_dat(recordings / f"{SUBJECT}.dat", signals, labels)


def ours(folder: Path) -> Work:
    from benchmarks.speed.stages import prepared

    from eeg2music.deap.unpickling import read_arrays
    from eeg2music.eeg.differential_entropy import differential_entropy

    recording = folder / f"data_preprocessed_python/{SUBJECT}.dat"
    tables = [folder / f"metadata_csv/{n}.csv" for n in ("participant_ratings", "video_list")]
    slices, trials = folder / "slices.parquet", folder / "trials.parquet"
    features, baseline = folder / "features.parquet", folder / "baseline.npy"

    stages = (
        prepared(
            "slices", subject=SUBJECT, reader="dat", root=folder, recording=recording,
            metadata=tables, epochs=slices, trials=trials,
        ),
        prepared("eeg_features", epochs=slices, features=features),
    )  # fmt: skip

    def work() -> None:
        for stage in stages:
            stage()
        signals = read_arrays(recording, ("data", "labels"))["data"]
        before = signals[:, :EEG, : BASELINE_S * RATE_HZ]
        np.save(baseline, differential_entropy(before, RATE_HZ, BANDS, FRAME))

    return work


def theirs(folder: Path) -> Work:
    import shutil

    from torcheeg import transforms
    from torcheeg.datasets import DEAPDataset

    cache = folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)

    def work() -> None:
        made = DEAPDataset(
            root_path=str(folder / "data_preprocessed_python"),
            io_path=str(cache),
            chunk_size=FRAME,
            num_channel=EEG,
            num_baseline=BASELINE_S,
            baseline_chunk_size=RATE_HZ,
            offline_transform=transforms.BandDifferentialEntropy(
                sampling_rate=RATE_HZ, band_dict=BANDS, apply_to_baseline=True
            ),
            num_worker=0,
            verbose=False,
        )
        np.save(folder / "theirs.npy", np.stack([np.asarray(made[n][0]) for n in range(FIRST)]))

    return work


def agree(folder: Path) -> dict[str, float]:
    """TorchEEG's entropy by its own conventions: frames filtered one by one, causally, in bits."""
    from scipy.signal import butter, lfilter

    from eeg2music.deap.unpickling import read_arrays

    recording = folder / f"data_preprocessed_python/{SUBJECT}.dat"
    trial = read_arrays(recording, ("data", "labels"))["data"][0, :EEG, BASELINE_S * RATE_HZ :]
    frames = trial.reshape(EEG, -1, FRAME)[:, :FIRST].transpose(1, 0, 2)
    each = [butter(5, edges, "band", fs=RATE_HZ) for edges in BANDS.values()]
    power = np.stack([lfilter(*filter_, frames).var(axis=-1) for filter_ in each], axis=-1)
    own = 0.5 * np.log2(2 * np.pi * np.e * power)
    apart = np.abs(own - np.load(folder / "theirs.npy")).max()
    return {"largest difference from TorchEEG's, by its own conventions, in bits": float(apart)}


ROW = Row(
    work="a subject's `.dat` to 4-s slices and entropy of frames of 0.5 s, baselines too",
    peer="TorchEEG 1.1.3, `DEAPDataset` with `BandDifferentialEntropy`, the same frames",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    agree=agree,
    pairs=1,
    aims={"faster": 300, "inside": 500},
    bound="starting Python; inside, quartiles of each channel, Parquet and Fourier transforms",
    peer_packages=PEER,
)
