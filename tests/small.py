"""Small models and short trainings, which say only in what they differ."""

from pathlib import Path

import torch

from eeg2music.model.network import Known, Shapes
from eeg2music.params.root import load

_SHIPPED = load(Path(__file__).parents[1] / "params.yaml")


def small_model(**changed):
    told = {
        "depth": 1,
        "width": 16,
        "heads": 2,
        "feedforward": 32,
        "dropout": 0.1,
        "context_s": 4.0,
        "kernel": 3,
        "dilations": [1],
        "spatial_filters": 3,
        "temporal_filters": 4,
        "filter_dropout": 0.0,
    }
    return _SHIPPED.model.model_copy(update=told | changed)


def small_train(**changed):
    told = {
        "epochs": 6,
        "batch_slices": 8,
        "learning_rate": 0.01,
        "weight_decay": 0.01,
        "warmup_epochs": 1,
        "averaging": 0.5,
        "label_smoothing": 0.0,
        "neighbour_smoothing": 0.0,
        "input_noise": 0.05,
        "full_mask_share": 0.5,
    }
    return _SHIPPED.train.model_copy(update=told | changed)


def drawn_known(shapes: Shapes, metre=4):
    """What might be known of a corpus of these shapes."""
    random = torch.Generator().manual_seed(5)
    sizes = {
        "eeg_centroids": (shapes.eeg_entries, shapes.eeg_components),
        "audio_centroids": (shapes.audio_entries, shapes.audio_components),
        "eeg_axes": (shapes.eeg_components, shapes.channels * shapes.eeg_bands),
        "eeg_offset": (shapes.eeg_components,),
        "patch_mean": (shapes.bands, shapes.hops),
    }
    told = {name: torch.randn(size, generator=random) for name, size in sizes.items()}
    return Known(**told, patch_sd=torch.ones(shapes.bands, shapes.hops), metre=metre)
