"""A subject's preprocessed ``.dat`` to slices and entropy, against TorchEEG's own chain."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row, Work

SUBJECT, TRIALS, CHANNELS, EEG, RATE_HZ, BASELINE_S = "s01", 40, 40, 32, 128, 3
SAMPLES = RATE_HZ * (BASELINE_S + 60)
BANDS = {"theta": [4, 8], "alpha": [8, 14], "beta": [14, 31], "gamma": [31, 45]}
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
    from benchmarks.speed.stages import stage

    from eeg2music.deap.unpickling import read_arrays
    from eeg2music.eeg.differential_entropy import differential_entropy

    recording = folder / f"data_preprocessed_python/{SUBJECT}.dat"
    tables = [folder / f"metadata_csv/{n}.csv" for n in ("participant_ratings", "video_list")]
    slices, trials = folder / "slices.parquet", folder / "trials.parquet"
    features, baseline = folder / "features.parquet", folder / "baseline.npy"

    def work() -> None:
        stage(
            "slices", subject=SUBJECT, reader="dat", root=folder, recording=recording,
            metadata=tables, epochs=slices, trials=trials,
        )  # fmt: skip
        stage("eeg_features", epochs=slices, features=features)
        signals = read_arrays(recording, ("data", "labels"))["data"]
        before = signals[:, :EEG, : BASELINE_S * RATE_HZ]
        np.save(baseline, differential_entropy(before, RATE_HZ, BANDS, RATE_HZ))

    return work


def theirs(folder: Path) -> Work:
    import shutil

    from torcheeg import transforms
    from torcheeg.datasets import DEAPDataset

    cache = folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)

    def work() -> None:
        DEAPDataset(
            root_path=str(folder / "data_preprocessed_python"),
            io_path=str(cache),
            chunk_size=RATE_HZ,
            num_channel=EEG,
            num_baseline=BASELINE_S,
            baseline_chunk_size=RATE_HZ,
            offline_transform=transforms.BandDifferentialEntropy(
                sampling_rate=RATE_HZ, band_dict=BANDS, apply_to_baseline=True
            ),
            num_worker=0,
            verbose=False,
        )

    return work


ROW = Row(
    work="a subject's `.dat` to 4-s slices and entropy, baselines too, both as Parquet",
    peer="TorchEEG 1.1.3, `DEAPDataset` with `BandDifferentialEntropy`, chunks of 1 s",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    pairs=1,
    aims={"faster": 300, "inside": 500},
    bound="starting Python; inside, the Fourier transforms of the entropy",
    peer_packages=PEER,
)
