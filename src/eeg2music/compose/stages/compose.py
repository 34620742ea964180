"""Stage ``compose``: one held-out trial's EEG to music (paper 3.2)."""

from functools import partial
from pathlib import Path

import numpy as np

from eeg2music import parquet, registry
from eeg2music.audio.files import read_audio, write_audio
from eeg2music.compose.generation import entry_patches, generate
from eeg2music.compose.params import Decoding
from eeg2music.compose.synthesis import cutter, normalise_loudness, segments_of, synthesise
from eeg2music.compose.tables import COMPOSITION
from eeg2music.compose.unmasking import Unmasked
from eeg2music.errors import DataError
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.corpus import Corpus
from eeg2music.training.reading import read_corpus
from eeg2music.training.windows import cut
from eeg2music.vocabulary.tables import DICTIONARY


def compose(
    *,
    subject: str,
    video: int,
    system: SystemName,
    weights: Path,
    settings: Path,
    eeg_frames: Path,
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    dry: list[Path],
    heard: Path,
    audio_dictionary: Path,
    split_table: Path,
    grid: Grid,
    compose: Decoding,
    wav: Output,
    tokens: Output,
    resynthesised: Output,
    reference: Output,
) -> None:
    """Generate a trial's music; ``dry`` holds the songs' audio, sorted by number."""
    model, told = checkpoint.load(system, HEADLINE, weights, settings)
    corpus = read_corpus(
        eeg_frames=[eeg_frames],
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
        electrodes=registry.electrodes_of(system),
    )
    trial = _trial(corpus, subject, video, eeg_frames)
    book = parquet.read(audio_dictionary, DICTIONARY)
    patches = entry_patches(book.array("segments"), corpus.songs, corpus.patch)
    windows = cut(trial, told.shapes.length // grid.frames)
    made = generate(model, windows, patches, book.array("centroid"), compose)
    rows = _rows(trial, made, grid)
    parquet.write(tokens, COMPOSITION, rows, {"compose": compose.model_dump()})
    rate = read_audio(dry[0])[1]
    say = partial(
        synthesise,
        segments=segments_of(book.array("segments"), grid.frames),
        cut=cutter(
            lambda number: read_audio(dry[int(np.searchsorted(corpus.songs, number))])[0],
            round(grid.frame_s * rate),
        ),
        crossfade_samples=round(compose.crossfade_ms * rate / 1000),
    )
    write_audio(wav, normalise_loudness(say(rows["token"])), rate)
    write_audio(resynthesised, normalise_loudness(say(rows["reference"])), rate)
    music, heard_rate = read_audio(heard)
    write_audio(reference, normalise_loudness(music), heard_rate)


def _trial(corpus: Corpus, subject: str, video: int, source: Path) -> Corpus:
    trial = corpus.select(np.flatnonzero(corpus.trials["video"] == video))
    if not len(trial.trials):
        raise DataError(
            source,
            expected=f"the EEG of subject {subject} during stimulus {video}",
            found="no such trial",
            cure="Exclude it under `exclude` in params.yaml, and another trial is chosen.",
        )
    return trial


def _rows(trial: Corpus, made: Unmasked, grid: Grid) -> dict[str, np.ndarray]:
    """Columns of the composition, frame by frame."""
    truth = trial.audio_token.ravel()
    position = np.arange(truth.size)
    return {
        **{name: np.full(truth.size, trial.trials[name].iloc[0]) for name in ("subject", "video")},
        "slice": position // grid.frames,
        "frame": position % grid.frames,
        "time": position * grid.frame_s,
        "token": made.tokens.ravel(),
        "probability": made.probabilities.ravel(),
        "reference": truth,
    }
