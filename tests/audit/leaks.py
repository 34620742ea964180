"""Leaks, as they are made: each planted by exchanging one function of the pipeline for another."""

import importlib
from dataclasses import replace
from zlib import crc32

import numpy as np
import torch

from eeg2music import parquet as tables
from eeg2music.audit import canaries
from eeg2music.eeg import normalisation
from eeg2music.evaluation import hits
from eeg2music.evaluation.tasks import Task, stopping_tasks
from eeg2music.model.tokens import MaskedTokens
from eeg2music.parquet import Table
from eeg2music.stages.catalogue import module_of
from eeg2music.training import known, predicting, validation


def stage(name):
    return importlib.import_module(module_of(name))


class Reading:
    """`parquet` as a stage sees it, which takes more parts of the split for training."""

    def __init__(self, *parts):
        self.parts = parts

    def __getattr__(self, name):
        return getattr(tables, name)

    def read(self, path, schema, columns=None):
        table = tables.read(path, schema, columns)
        if schema.name != "split":
            return table
        part = table.frame["part"].where(~table.frame["part"].isin(self.parts), "train")
        return Table(table.frame.assign(part=part), table.arrays, table.meta)


def normalisation_over_all_songs(patch):
    """A listener's mean and deviation are of all that he or she heard."""
    patch.setattr(stage("eeg_frames"), "reference_rows", normalisation.participating_rows)


def eeg_dictionary_of_test_subjects(patch):
    patch.setattr(stage("eeg_vocabulary"), "parquet", Reading("paper"))


def eeg_dictionary_of_test_songs(patch):
    patch.setattr(stage("eeg_vocabulary"), "parquet", Reading("headline", "unused"))


def shared_components_of_test_subjects(patch):
    patch.setattr(stage("inter_subject"), "parquet", Reading("paper"))


def all_songs(split):
    return np.unique(split["video"])


def audio_dictionary_of_test_songs(patch):
    patch.setattr(stage("audio_vocabulary"), "training_songs", all_songs)


def projection_of_all_songs(patch):
    """The dictionary is of training songs; means, deviations and axes are of all."""
    module = stage("audio_vocabulary")
    blocks_of, space_of, seen = module.feature_blocks, module.audio_space, []

    def blocks(table, names):
        seen[:] = blocks_of(table, names)
        return seen

    patch.setattr(module, "feature_blocks", blocks)
    patch.setattr(module, "audio_space", lambda _, codebook: space_of(seen, codebook))


def patches_scaled_by_all_songs(patch):
    known_of = known.known_of

    def of_all(corpus, *told):
        mean = torch.tensor(corpus.patch.mean(axis=(0, 1, 2)))
        return replace(known_of(corpus, *told), patch_mean=mean)

    patch.setattr(known, "known_of", of_all)


def metre_chosen_by_test_songs(patch):
    """The longest bars within which songs that test vary little."""

    def choose(corpus, _centroids, metres):
        new = np.delete(corpus.audio_point, np.unique(corpus.song), axis=0)
        bars = {m: new.reshape(-1, m, new.shape[-1]) for m in metres if 24 % m == 0}
        within = {m: each.var(axis=1).mean() for m, each in bars.items()}
        return max((m for m in within if within[m] < new.var(axis=(0, 1, 2)).mean() / 2), default=0)

    patch.setattr(known, "choose_metre", choose)


def stopped_on_the_test_part(patch):
    for module in (validation, stage("train")):
        patch.setattr(module, "validation_part", lambda part: part)
    told = Task("validation_headline", 1.0)  # without which there is no metre
    patch.setattr(
        stage("train"), "stopping_tasks", lambda evaluate: [*stopping_tasks(evaluate), told]
    )


def trained_on_the_test_part(patch):
    module = stage("train")
    read = module.read_corpus

    def told(*, parts, **files):
        corpus = read(**files, parts=[*parts, "headline"])
        part = corpus.trials["part"].replace("headline", "train")
        return replace(corpus, trials=corpus.trials.assign(part=part))

    patch.setattr(module, "read_corpus", told)


def trained_by_ratings_of_everybody(patch):
    """Entropy is held against how songs were rated on the whole, by those who test as well."""
    module = stage("train")
    read = module.read_corpus

    def told(**files):
        corpus, everybody = read(**files), read(**files | {"parts": ()})
        mean = np.float32(everybody.trials["valence"].mean())
        return replace(corpus, entropy=corpus.entropy * mean)

    patch.setattr(module, "read_corpus", told)


def guesses_that_count_test_songs(patch):
    patch.setattr(stage("controls"), "training_songs", all_songs)


def masked_tokens_that_show(patch):
    """The decoder is given every token, hidden or not."""
    forward = MaskedTokens.forward
    patch.setattr(
        MaskedTokens,
        "forward",
        lambda self, signals, point, masked=None: forward(self, signals, point),
    )


def scored_with_nothing_hidden(patch):
    predict = predicting.predict
    patch.setattr(
        predicting,
        "predict",
        lambda model, windows, masked, *told: predict(model, windows, masked & False, *told),
    )


def ties_that_count_for_the_model(patch):
    def ranks_of(scores, targets):
        own = np.take_along_axis(scores, targets[:, None], axis=1)
        return (scores > own).sum(axis=1) + 1

    patch.setattr(hits, "ranks_of", ranks_of)


def spectra_smoothed_over_slices(patch):
    """A slice is whitened together with the one that follows."""
    module = stage("eeg_frames")
    whiten = module.whiten
    patch.setattr(
        module,
        "whiten",
        lambda eeg, rows: whiten(eeg + 0.1 * np.roll(eeg, -1, axis=0), rows),
    )


def entropy_smoothed_by_the_future(patch):
    module = stage("eeg_features")
    entropy = module.differential_entropy

    def smoothed(*told):
        found = entropy(*told)
        return np.stack([found[:, t:].mean(axis=1) for t in range(found.shape[1])], axis=1)

    patch.setattr(module, "differential_entropy", smoothed)


def begun_by_the_masks_that_score(patch):
    """The weights that training begins with are drawn by the masks."""
    module = stage("train")
    descend = module.descend

    def drawn(told):
        hidden = [each.masked.numpy().tobytes() for each in told.course.validation.values()]
        generator = torch.Generator().manual_seed(crc32(b"".join(hidden)))
        with torch.no_grad():
            for each in told.network.parameters():
                each.add_(0.01 * torch.randn(each.shape, generator=generator))
        return descend(told)

    patch.setattr(module, "descend", drawn)


LEAKS = [
    (normalisation_over_all_songs, canaries.TEST_SONGS_EEG, "eeg_frames: frames"),
    (eeg_dictionary_of_test_subjects, canaries.TEST_SUBJECTS_EEG, "eeg_vocabulary: dictionary"),
    (eeg_dictionary_of_test_songs, canaries.TEST_SONGS_EEG, "eeg_vocabulary: dictionary"),
    (shared_components_of_test_subjects, canaries.TEST_SUBJECTS_EEG, "inter_subject: patterns"),
    (audio_dictionary_of_test_songs, canaries.TEST_SONGS_AUDIO, "audio_vocabulary: dictionary"),
    (projection_of_all_songs, canaries.TEST_SONGS_AUDIO, "audio_vocabulary: projection"),
    (patches_scaled_by_all_songs, canaries.TEST_SONGS_AUDIO, "train: weights"),
    (metre_chosen_by_test_songs, canaries.TEST_SONGS_AUDIO, "train: weights"),
    (stopped_on_the_test_part, canaries.TEST_SONGS_AUDIO, "train: curve"),
    (trained_on_the_test_part, canaries.TEST_SUBJECTS_EEG, "train: weights"),
    (trained_by_ratings_of_everybody, canaries.TEST_RATINGS, "train: weights"),
    (guesses_that_count_test_songs, canaries.TEST_SONGS_AUDIO, "controls: scores"),
    (masked_tokens_that_show, canaries.HIDDEN_SIGNALS, "scores: scores"),
    (scored_with_nothing_hidden, canaries.HIDDEN_TOKENS, "scores: scores"),
    (ties_that_count_for_the_model, canaries.BLANK, "scores: scores"),
    (spectra_smoothed_over_slices, canaries.LATER, "eeg_frames: frames"),
    (entropy_smoothed_by_the_future, canaries.LATER, "eeg_features: features"),
    (begun_by_the_masks_that_score, canaries.MASKS, "train: weights"),
]
"""What plants a leak, what finds it, and where it shows."""
