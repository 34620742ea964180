"""What EEG dictionaries carry: ``python benchmarks/dictionaries.py FOLDER``.

FOLDER holds a finished run of the demo. Dictionaries over different parts of the differential
entropy are fitted on the run's training part, by the pipeline's own search and, as a reference, by
k-means with as many entries. A two-layer network, the pipeline's own, then has to tell the planted
state and the audio token from nothing but the tokens of a frame and of those after it, one-hot;
it is scored on the headline part. One seed, one split, about twelve minutes of one core. Writes
``benchmarks/dictionaries.json`` and prints the table of ``docs/vocabulary.md``.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.cluster import KMeans

from eeg2music import parquet, registry
from eeg2music.corpora.tables import LATENTS
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.controls import unigram_scores
from eeg2music.evaluation.hits import hits_at, ranks_like, ranks_of
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.model.network import Known
from eeg2music.model.tokens import ABSENT
from eeg2music.params.root import Params, load
from eeg2music.training import checkpoint, loop
from eeg2music.training.corpus import Corpus
from eeg2music.training.loop import Course
from eeg2music.training.reading import read_corpus
from eeg2music.training.selection import predict
from eeg2music.training.systems import build
from eeg2music.training.windows import cut, hide
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.fitting import Fitted, fit
from eeg2music.vocabulary.health import adjusted_mutual_information, shape
from eeg2music.vocabulary.spaces import eeg_space

RESULT = Path(__file__).with_suffix(".json")
COHORT = "planted"
SEED = 0
HITS = (1, 5, 20)
EPOCHS = 8
"""Of the two-layer network, which overfits thereafter."""
AREAS = {
    "frontal": ("Fp", "AF", "F"),
    "central and temporal": ("FC", "C", "T", "CP"),
    "parietal": ("P",),
    "occipital": ("PO", "O"),
}
"""Letters of the electrodes' names that tell where on the head they lie."""
SIDES = {"left": "13579z", "right": "2468z"}
"""Last characters of their names, likewise; the midline belongs to both sides."""
CELLS = (
    "noise",
    "largest_before",
    "largest_after",
    "ami_state",
    "state",
    "hits_1",
    "hits_5",
    "hits_20",
)
"""Of the table, beside what tells the variant."""
BATCH = 128
"""Windows that are predicted at once."""
WHITENED = {"directions": "whitened", "components": 5}
"""Of every variant that says nothing else."""


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    state : ndarray of int, shape (trials, slices, frames)
        What was planted.
    channels : list of str
    """

    folder: Path
    params: Params
    corpus: Corpus
    state: np.ndarray
    channels: list[str]

    @property
    def moments(self) -> np.ndarray:
        """Moment of the music at which each frame of the training part was, shape (frames,)."""
        songs = self.corpus.song[self.training]
        frames = self.state[0].size
        return (songs[:, None] * frames + np.arange(frames)).ravel()

    @property
    def training(self) -> np.ndarray:
        """Trials of the training part."""
        return self.corpus.rows("train")


@dataclass(frozen=True)
class Tokens:
    """Every frame's entry in each of some dictionaries, and how these came about.

    Attributes
    ----------
    method : str
    token : ndarray of int, shape (trials, slices, frames, dictionaries)
    entries : list of int
        Of each dictionary.
    noise, largest_before : float or None
        Shares before assignment, mean over dictionaries; None of k-means.
    """

    method: str
    token: np.ndarray
    entries: list[int]
    noise: float | None = None
    largest_before: float | None = None


View = Callable[[Run], Iterator[np.ndarray]]
"""The features of each dictionary, shape (trials, slices, frames, features)."""


@dataclass(frozen=True)
class Variant:
    """Dictionaries over some view of the entropy; ``changes`` to ``eeg_vocabulary``."""

    name: str
    view: View
    changes: dict[str, Any] = field(default_factory=dict)
    with_means: bool = False


def everything(run: Run) -> Iterator[np.ndarray]:
    yield _flat(run.corpus.entropy)


def bands(run: Run) -> Iterator[np.ndarray]:
    yield from np.moveaxis(run.corpus.entropy, -1, 0)


def regions(run: Run) -> Iterator[np.ndarray]:
    for electrodes in regions_of(run.channels):
        yield _flat(run.corpus.entropy[..., electrodes, :])


def regions_and_bands(run: Run) -> Iterator[np.ndarray]:
    for electrodes in regions_of(run.channels):
        yield from np.moveaxis(run.corpus.entropy[..., electrodes, :], -1, 0)


VARIANTS = (
    Variant("everything", everything, with_means=True),
    Variant("everything, 16 components", everything, {"components": 16}),
    Variant("everything, more entries", everything, {"target_perplexity": 288, "max_entries": 768}),
    Variant("each band", bands, with_means=True),
    Variant("each region", regions, with_means=True),
    Variant(
        "each region and band", regions_and_bands, {"target_perplexity": 24, "max_entries": 64}
    ),
    Variant("correlated components", everything, {"directions": "correlated"}, with_means=True),
)


def main() -> None:
    torch.set_num_threads(1)
    run = read(Path(sys.argv[1]))
    dropped, told = token_dropped(run), list(rows(run))
    text = json.dumps({"token_dropped": dropped, "rows": told}, indent=2)
    RESULT.write_text(text + "\n")
    print(json.dumps(dropped))
    print(table(told))


def read(folder: Path) -> Run:
    params = load(folder / "params.yaml")
    fold, songs = _fold(folder, COHORT), _fold(folder, "songs")
    frames = sorted((fold / "eeg_frames").glob("*.parquet"))
    corpus = read_corpus(
        eeg_frames=frames,
        eeg_tokens=fold / "tokens" / "eeg.parquet",
        audio_tokens=songs / "tokens" / "audio.parquet",
        audio_features=sorted((songs.parent / "audio_features").glob("*.parquet")),
        split_table=fold / "split" / "split.parquet",
        grid=params.grid,
    )
    channels = parquet.read(frames[0], EEG_FRAMES, list(EEG_FRAMES.key)).meta["channels"]
    return Run(folder, params, corpus, _states(folder, corpus), channels)


def _fold(folder: Path, cohort: str) -> Path:
    return folder / "results" / cohort / "fold-0"


def _states(folder: Path, corpus: Corpus) -> np.ndarray:
    paths = sorted((folder / "data" / "raw" / "demo" / "ground_truth" / "latents").glob("*"))
    latents = parquet.read_many(paths, LATENTS).frame.sort_values(list(LATENTS.key))
    state = latents.groupby(["valence", "arousal", "chord"]).ngroup().to_numpy()
    by_song: np.ndarray = state.reshape(-1, *corpus.audio_token.shape[1:])
    return by_song[corpus.song]


def regions_of(channels: list[str]) -> Iterator[list[int]]:
    """Places of each region's electrodes, area by area, left before right."""
    for letters in AREAS.values():
        for ends in SIDES.values():
            yield [
                i for i, name in enumerate(channels) if name[:-1] in letters and name[-1] in ends
            ]


def rows(run: Run) -> Iterator[dict[str, Any]]:
    for variant in VARIANTS:
        for tokens in dictionaries(variant, run):
            yield {"variant": variant.name, "method": tokens.method} | figures(tokens, run)
    entropy = read_out(run, run.corpus.entropy, run.params.train.input_noise)
    yield {"variant": "the entropy itself", "method": ""} | entropy
    yield {"variant": "a guess", "method": ""} | guess(run)


def dictionaries(variant: Variant, run: Run) -> Iterator[Tokens]:
    """Tokens by DBSCAN and, for a variant so marked, by k-means with as many entries."""
    fits = [_fit(features, variant, run) for features in variant.view(run)]
    found = [(points, fitted.dictionary.centroids) for points, fitted in fits]
    chosen = [fitted.trials[0] for _, fitted in fits]
    yield Tokens(
        "DBSCAN",
        *_encoded(found, run),
        noise=float(np.mean([trial.noise for trial in chosen])),
        largest_before=float(np.mean([trial.largest for trial in chosen])),
    )
    if variant.with_means:
        means = [(points, _means(points, len(entries), run)) for points, entries in found]
        yield Tokens("k-means", *_encoded(means, run))


def _fit(features: np.ndarray, variant: Variant, run: Run) -> tuple[np.ndarray, Fitted]:
    """Projected frames of all trials, and the vocabulary of the training part."""
    codebook = run.params.eeg_vocabulary.model_copy(update=WHITENED | variant.changes)
    limits = run.params.vocabulary.model_copy(update={"accept_unhealthy": True})
    training = _frames(features[run.training])
    space, _ = eeg_space(training, run.moments, codebook)
    fitted = fit("EEG", training, space, codebook, limits)
    return fitted.projection.apply(_frames(features)), fitted


def _means(points: np.ndarray, entries: int, run: Run) -> np.ndarray:
    training = _frames(points.reshape(*run.state.shape, -1)[run.training])
    found = KMeans(entries, n_init=1, random_state=SEED).fit(training)
    centroids: np.ndarray = found.cluster_centers_
    return centroids


def _encoded(books: list[tuple[np.ndarray, np.ndarray]], run: Run) -> tuple[np.ndarray, list[int]]:
    tokens = [encode(*book)[0].reshape(run.state.shape) for book in books]
    return np.stack(tokens, axis=-1), [len(centroids) for _, centroids in books]


def figures(tokens: Tokens, run: Run) -> dict[str, Any]:
    """Health of the dictionaries, each figure the mean over them, and what is read from them."""
    each = np.moveaxis(tokens.token[run.training], -1, 0).reshape(len(tokens.entries), -1)
    state = run.state[run.training].ravel()
    counted = zip(each, tokens.entries, strict=True)
    largest = [shape(np.bincount(own, minlength=n))["largest_after"] for own, n in counted]
    return {
        "dictionaries": len(tokens.entries),
        "entries": sum(tokens.entries),
        "noise": tokens.noise,
        "largest_before": tokens.largest_before,
        "largest_after": float(np.mean(largest)),
        "ami_state": float(np.mean([adjusted_mutual_information(own, state) for own in each])),
        **read_out(run, one_hot(tokens), input_noise=0.0),
    }


def one_hot(tokens: Tokens) -> np.ndarray:
    """Shape (trials, slices, frames, entries of all dictionaries, 1)."""
    columns = [
        np.eye(entries, dtype=np.float32)[tokens.token[..., i]]
        for i, entries in enumerate(tokens.entries)
    ]
    return np.concatenate(columns, axis=-1)[..., None]


def read_out(run: Run, inputs: np.ndarray, input_noise: float) -> dict[str, float]:
    """How often the state is told, and Hits@k of the audio token, on the headline part.

    Parameters
    ----------
    inputs : ndarray of float32, shape (trials, slices, frames, any, any)
        What takes the place of the entropy.
    """
    states = _ranks(run, inputs, run.state, input_noise)
    tokens = _ranks(run, inputs, run.corpus.audio_token, input_noise)
    return {"state": hits_at(states, 1)} | _hits(tokens)


def _ranks(run: Run, inputs: np.ndarray, target: np.ndarray, input_noise: float) -> np.ndarray:
    """Ranks on the headline part, by the weights that are best for headline validation."""
    params = run.params
    train = params.train.model_copy(update={"input_noise": input_noise, "epochs": EPOCHS})
    corpus = _only(run.corpus, inputs, target)
    nothing, entries = torch.zeros(1, 1), torch.zeros(int(target.max()) + 1, 1)
    known = Known(nothing, entries, nothing, nothing[0], nothing, nothing)
    declared = registry.find("two_layer", registry.Trained)
    network, _ = build(declared, corpus, known, params.model, params.grid.slices, SEED)
    training, stopping, scored = (
        cut(corpus.select(corpus.rows(part)), params.grid.slices)
        for part in ("train", "validation_headline", "headline")
    )
    validation = {HEADLINE: hide(stopping, params.grid.frames, HEADLINE.mask_ratio, SEED)}
    state = loop.run(loop.start(network, train), Course(training, validation), train, seed=SEED)
    network.load_state_dict(state.kept.best[HEADLINE])
    logits = predict(network, scored, torch.ones_like(scored.audio_token, dtype=torch.bool), 1)
    return ranks_of(logits.flatten(0, 1).numpy(), scored.audio_token.flatten().numpy())


def _only(corpus: Corpus, inputs: np.ndarray, target: np.ndarray) -> Corpus:
    """The corpus with nothing but these inputs and this target."""
    grid = target.shape
    return replace(
        corpus,
        eeg=np.zeros((*inputs.shape[:-1], 0), np.float32),
        entropy=inputs,
        eeg_token=np.zeros_like(target),
        audio_token=target,
        patch=np.zeros((len(corpus.songs), *grid[1:], 1, 1), np.float32),
    )


def guess(run: Run) -> dict[str, float]:
    """Always the commonest states and tokens of the training part."""
    states, tokens = (_guessed(run, target) for target in (run.state, run.corpus.audio_token))
    return {"state": hits_at(states, 1)} | _hits(tokens)


def _guessed(run: Run, target: np.ndarray) -> np.ndarray:
    scores = unigram_scores(target[run.training], int(target.max()) + 1)
    reference = target[run.corpus.rows("headline")]
    return ranks_like(reference, np.broadcast_to(scores, (*reference.shape, len(scores))))


def _hits(ranks: np.ndarray) -> dict[str, float]:
    return {f"hits_{k}": hits_at(ranks, k) for k in HITS}


def token_dropped(run: Run) -> dict[str, dict[str, float]]:
    """Hits@k of the run's own model on the headline part, with EEG tokens and without."""
    stem = _fold(run.folder, COHORT) / "train" / f"{registry.OURS}-{SEED}"
    paths = stem.with_suffix(".safetensors"), stem.with_suffix(".json")
    network, told = checkpoint.load(registry.OURS, HEADLINE, *paths)
    scored = run.corpus.select(run.corpus.rows("headline"))
    without = replace(scored, eeg_token=np.full_like(scored.eeg_token, ABSENT))
    hits = {}
    for name, corpus in {"with": scored, "without": without}.items():
        windows = cut(corpus, told.shapes.length // run.params.grid.frames)
        hidden = torch.ones_like(windows.audio_token, dtype=torch.bool)
        logits = predict(network, windows, hidden, BATCH).flatten(0, 1).numpy()
        hits[name] = _hits(ranks_of(logits, windows.audio_token.flatten().numpy()))
    return hits


def _flat(entropy: np.ndarray) -> np.ndarray:
    """Electrodes and bands as one axis."""
    return entropy.reshape(*entropy.shape[:-2], -1)


def _frames(features: np.ndarray) -> np.ndarray:
    """Shape (frames of all trials, features)."""
    return features.reshape(-1, features.shape[-1])


def table(rows: list[dict[str, Any]]) -> str:
    """All rows in Markdown; shares in percent."""
    titles = (
        *("dictionaries of", "by", "number", "entries", "noise", "largest before", "after"),
        *("AMI", "state", "Hits@1", "@5", "@20"),
    )
    lines = [f"| {' | '.join(titles)} |", "|---|---|" + "---:|" * (len(titles) - 2)]
    for row in rows:
        counts = [str(row.get(name, "")) for name in ("dictionaries", "entries")]
        told = [row["variant"], row["method"], *counts, *map(partial(_cell, row), CELLS)]
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines)


def _cell(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    return f"{value:.3f}" if name == "ami_state" else f"{100 * value:.1f}"


if __name__ == "__main__":
    main()
