"""What a declared system does: what it meets of a corpus, and the model that it is."""

import torch

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.model.network import Known, Network, Shapes
from eeg2music.model.params import Model
from eeg2music.params.grid import Slicing
from eeg2music.registry import Trained
from eeg2music.training.corpus import Corpus


def view(named: str, corpus: Corpus, seed: int) -> Corpus:
    """The corpus as a system meets it; ``named`` is a field of its declaration."""
    if not named:
        return corpus
    seen: Corpus = registry.resolve(named)(corpus, seed)
    return seen


def context_slices(system: Trained, model: Model, grid: Slicing) -> int:
    """How many consecutive slices of a trial's a system sees at once.

    Raises
    ------
    DataError
        If ``model.context_s`` is no whole number of slices that divides a trial.
    """
    wanted = grid.trial_s if system.sees_whole_trials else min(model.context_s, grid.trial_s)
    slices = round(wanted / grid.slice_s)
    if abs(slices * grid.slice_s - wanted) > 1e-9 or grid.slices % max(slices, 1):
        raise DataError(
            "params.yaml: model.context_s",
            expected=f"whole slices of {grid.slice_s:g} s, of which a trial of {grid.trial_s:g} s "
            "is a multiple",
            found=f"{model.context_s:g} s",
            cure=f"Take one slice, or the trial: {grid.slice_s:g} or {grid.trial_s:g}.",
        )
    return slices


def build(
    system: Trained, corpus: Corpus, known: Known, model: Model, context: int, seed: int
) -> tuple[Network, Shapes]:
    """A fresh model of a system, which sees ``context`` slices of a corpus at once."""
    _, _, frames, channels, samples = corpus.eeg.shape
    shapes = Shapes(
        length=context * frames,
        channels=channels,
        samples=samples,
        eeg_bands=corpus.entropy.shape[-1],
        bands=corpus.patch.shape[-2],
        hops=corpus.patch.shape[-1],
        eeg_entries=len(known.eeg_centroids),
        eeg_components=known.eeg_centroids.shape[1],
        audio_entries=len(known.audio_centroids),
        audio_components=known.audio_centroids.shape[1],
        eeg_is_discrete=known.eeg_is_discrete,
        audio_is_discrete=known.audio_is_discrete,
    )
    torch.manual_seed(seed)
    network: Network = registry.resolve(system.network)(shapes, model)
    network.describe(known)
    return network, shapes
