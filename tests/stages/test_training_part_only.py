"""Nothing fitted may know the test part: change it, and every fitted byte stays."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet, registry
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.eeg.stages.eeg_frames import eeg_frames
from eeg2music.eeg.tables import EEG_FEATURES, SLICES
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.tables import SONG_SPLIT, SPLIT
from eeg2music.params.grid import Grid
from eeg2music.training import resume
from eeg2music.training.loop import SINGLE
from eeg2music.training.stages.train import train
from eeg2music.vocabulary.params import AudioCodebook, EegCodebook, Vocabulary
from eeg2music.vocabulary.stages.audio_tokens import audio_tokens
from eeg2music.vocabulary.stages.audio_vocabulary import audio_vocabulary
from eeg2music.vocabulary.stages.eeg_tokens import eeg_tokens
from eeg2music.vocabulary.stages.eeg_vocabulary import eeg_vocabulary
from tests.small import small_model, small_train

SUBJECTS, VIDEOS = ["s01", "s02", "s23", "s24"], list(range(1, 9))
TRAIN_SUBJECTS, TRAIN_VIDEOS = {"s01", "s23"}, {1, 2, 3, 4, 5}
TEST_SUBJECT = "s24"
GRID = Grid(trial_s=8.0, slice_s=4.0, frame_s=0.5)
CHANNELS, BANDS, MEL, HOPS, SAMPLES = 6, 2, 5, 2, 64
WHICH = {
    "channels": ["Fz", "AF3", "T7", "Cz", "Pz", "Oz"],
    "bands": ["theta", "alpha"],
    "frame_s": 0.5,
    "sampling_rate_hz": 128,
}


def _codebook(kind, weights, components, **more):
    return kind(
        weights=weights,
        method="dbscan",
        components=components,
        min_points=[3],
        eps_quantiles=[0.1, 0.8],
        eps_steps=5,
        target_perplexity=8.0,
        max_entries=30,
        max_noise=0.9,
        **more,
    )


CODEBOOKS = {
    "eeg_vocabulary": _codebook(
        EegCodebook, {"de": 1.0}, 3, directions="correlated", shrinkage=0.1
    ),
    "audio_vocabulary": _codebook(
        AudioCodebook, {"de": 1.0, "chroma": 1.0}, 3, directions="whitened"
    ),
}
LIMITS = Vocabulary(
    representatives=2,
    min_entries=1,
    max_largest_share=0.9,
    max_top_five_share=1.0,
    min_evenness=0.0,
    accept_unhealthy=True,
)
MODEL = small_model(width=8, feedforward=8, spatial_filters=2, temporal_filters=2, metres=[2, 4])
TRAIN = small_train(epochs=2, neighbour_smoothing=0.2, medley_piece_s=2.0)


def _keys(*axes):
    mesh = np.meshgrid(VIDEOS, *(np.arange(n) for n in axes), indexing="ij")
    names = ["video", "slice", "frame"][: len(mesh)]
    return {name: values.ravel() for name, values in zip(names, mesh, strict=True)}


def _split():
    rows = [(s, v, _part(s, v)) for s in SUBJECTS for v in VIDEOS]
    return pd.DataFrame(rows, columns=["subject", "video", "part"])


def _song_part(video):
    return "train" if video in TRAIN_VIDEOS else "validation" if video == 6 else "test"


def _part(subject, video):
    songs = _song_part(video)
    if subject in TRAIN_SUBJECTS:
        parts = {"train": "train", "validation": "validation_headline", "test": "within_subject"}
        return parts[songs]
    if subject == "s02":
        return {"validation": "validation_headline", "train": "validation_paper"}.get(
            songs, "unused"
        )
    return {"test": "headline", "train": "paper"}.get(songs, "unused")


def _write_inputs(root, spoil, electrodes=slice(None)):
    """Random inputs; ``spoil`` changes what belongs to the test part alone."""
    rng = np.random.default_rng(0)
    split = _split()
    parquet.write(root / "split.parquet", SPLIT, {c: split[c] for c in split})
    songs = {"video": VIDEOS, "part": list(map(_song_part, VIDEOS))}
    parquet.write(root / "songs.parquet", SONG_SPLIT, songs)
    for subject in SUBJECTS:
        frames, slices = _keys(2, 8), _keys(2)
        de = rng.normal(size=(len(frames["video"]), CHANNELS, BANDS))
        eeg = rng.normal(size=(len(slices["video"]), CHANNELS, 8 * SAMPLES))
        if spoil:  # by other values: normalisation would undo a shift or a scale
            other = np.random.default_rng(1)
            for values, keys in ((de, frames), (eeg, slices)):
                rows = _test_rows(subject, keys["video"])
                drawn = other.normal(size=values[rows].shape) ** 3
                values[rows] = _with(values[rows], drawn, electrodes)
        _write_eeg(root, subject, frames, de, slices, eeg)
    for video in VIDEOS:
        _write_song(root, video, rng, spoil and video > 6)


def _with(values, others, electrodes):
    values[:, electrodes] = others[:, electrodes]
    return values


def _test_rows(subject, video):
    """Every trial of test songs by anyone, and every trial of a test subject."""
    return np.isin(video, [7, 8]) | (subject == TEST_SUBJECT)


def _write_eeg(root, subject, frames, de, slices, eeg):
    who = np.full(len(frames["video"]), subject)
    columns = {"subject": who, **frames, "de": de.astype("f4")}
    parquet.write(root / f"{subject}.de.parquet", EEG_FEATURES, columns, WHICH)
    columns = {"subject": who[: len(slices["video"])], **slices, "eeg": eeg.astype("f4")}
    parquet.write(root / f"{subject}.eeg.parquet", SLICES, columns, WHICH)


def _write_song(root, video, rng, spoil):
    keys = {name: values[:16] for name, values in _keys(2, 8).items()}
    arrays = {
        name: rng.normal(size=(16, *shape)).astype("f4") * (9 if spoil else 1)
        for name, shape in {
            "de": (MEL,),
            "chroma": (12,),
            "onset": (2,),
            "mfcc": (4,),
            "patch": (MEL, HOPS),
        }.items()
    }
    columns = {**keys, "video": np.full(16, video), **arrays}
    parquet.write(root / f"{video}.audio.parquet", AUDIO_FEATURES, columns)


def _fit_everything(root, code="", network=MODEL, system="ours", **changed):
    electrodes = registry.electrodes_of(system)
    split = root / "split.parquet"
    features = [root / f"{s}.de.parquet" for s in SUBJECTS]
    frames = [root / f"{s}.frames.parquet" for s in SUBJECTS]
    songs = [root / f"{v}.audio.parquet" for v in VIDEOS]
    for subject, of_subject, target in zip(SUBJECTS, features, frames, strict=True):
        eeg_frames(
            epochs=root / f"{subject}.eeg.parquet",
            eeg_features=of_subject,
            split_table=split,
            grid=GRID,
            frames=target,
        )
    books = {}
    for name, stage, inputs in (
        ("eeg", eeg_vocabulary, {"frames": frames, "split_table": split, "electrodes": electrodes}),
        ("audio", audio_vocabulary, {"features": songs, "song_split": root / "songs.parquet"}),
    ):
        books[name] = [root / f"{name}.{e}" for e in ("parquet", "safetensors", "search.parquet")]
        names = ("dictionary", "projection", "search")
        stage(
            **inputs,
            vocabulary=LIMITS,
            **{f"{name}_vocabulary": CODEBOOKS[f"{name}_vocabulary"].model_copy(update=changed)},
            **dict(zip(names, books[name], strict=True)),
        )
    tokens = {name: root / f"{name}.tokens" for name in ("eeg", "audio")}
    eeg_tokens(
        frames=frames,
        dictionary=books["eeg"][0],
        projection=books["eeg"][1],
        electrodes=electrodes,
        eeg_vocabulary=CODEBOOKS["eeg_vocabulary"],
        tokens=tokens["eeg"],
    )
    audio_tokens(
        features=songs,
        dictionary=books["audio"][0],
        projection=books["audio"][1],
        audio_vocabulary=CODEBOOKS["audio_vocabulary"],
        tokens=tokens["audio"],
    )
    model = [root / "m.safetensors", root / "m.json", root / "m.parquet"]
    train(
        code=code,
        system=system,
        variant="",
        seed=0,
        eeg_frames=frames,
        eeg_tokens=tokens["eeg"],
        audio_tokens=tokens["audio"],
        audio_features=songs,
        eeg_dictionary=books["eeg"][0],
        eeg_projection=books["eeg"][1],
        audio_dictionary=books["audio"][0],
        split_table=split,
        ratings=[],
        grid=GRID,
        compute=SINGLE,
        model=network,
        train=TRAIN,
        evaluate=Masking(mask_ratios=[0.5], seed=0),
        **dict(zip(("weights", "settings", "curve"), model, strict=True)),
    )
    return {path.name: path.read_bytes() for path in [*books["eeg"], *books["audio"], *model]}


def fitted_on_random_inputs(root, **changed):
    """A folder, once everything in it was fitted; what is changed is of codebooks, or a network."""
    _write_inputs(root, spoil=False)
    _fit_everything(root, **changed)
    return root


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    found = {}
    for spoil in (False, True):
        root = tmp_path_factory.mktemp("spoilt" if spoil else "whole")
        _write_inputs(root, spoil)
        found[spoil] = _fit_everything(root)
    return found


def test_no_fitted_byte_depends_on_the_test_part(fitted):
    assert fitted[False] == fitted[True]


def test_the_training_part_does_matter(fitted, tmp_path, monkeypatch):
    """The comparison above would see a change, were there one."""
    monkeypatch.setattr(f"{__name__}._test_rows", lambda _, video: np.isin(video, [1]))
    _write_inputs(tmp_path, spoil=True)
    changed = _fit_everything(tmp_path)
    assert changed["eeg.parquet"] != fitted[False]["eeg.parquet"]
    assert changed["m.safetensors"] != fitted[False]["m.safetensors"]


@pytest.mark.parametrize(("system", "sees"), [("ours", True), ("ours_inoue", False)])
def test_a_system_on_some_electrodes_knows_nothing_of_the_others(
    system, sees, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr(f"{__name__}._test_rows", lambda _, video: video > 0)
    others = [WHICH["channels"].index(name) for name in ("Fz", "Cz", "Oz")]
    made = []
    for spoil in (False, True):
        root = tmp_path_factory.mktemp("electrodes")
        _write_inputs(root, spoil, others)
        made.append(_fit_everything(root, system=system))
    assert (made[0]["eeg.parquet"] != made[1]["eeg.parquet"]) == sees
    assert (made[0]["m.safetensors"] != made[1]["m.safetensors"]) == sees


@pytest.mark.parametrize(("code", "epochs_left"), [("1", TRAIN.epochs - 1), ("2", TRAIN.epochs)])
def test_training_goes_on_only_under_the_code_that_it_began_with(
    tmp_path, monkeypatch, code, epochs_left
):
    _write_inputs(tmp_path, spoil=False)
    saved, save = [], resume.save

    def stop_after_one(*told):
        save(*told)
        raise KeyboardInterrupt

    monkeypatch.setattr(resume, "save", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        _fit_everything(tmp_path, code="1")
    monkeypatch.setattr(resume, "save", lambda *told: saved.append(save(*told)))
    _fit_everything(tmp_path, code=code)
    assert len(saved) == epochs_left
