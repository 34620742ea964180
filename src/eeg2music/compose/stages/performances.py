"""Stage ``performances``: music of all held-out trials, judged against what was heard."""

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.compose import instrument as instruments
from eeg2music.compose.affect import DIMENSIONS, MIDDLE, REACH
from eeg2music.compose.judging import Judge, Made, Song, judged
from eeg2music.compose.params import Decoding
from eeg2music.compose.performance import brain_of, perform, score, written_chords
from eeg2music.compose.tables import JUDGEMENTS
from eeg2music.corpora.tables import LATENTS, TRIALS
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import AUDIO_TOKENS

logger = logging.getLogger(__name__)


def performances(
    *,
    instrument: list[Path],
    eeg_frames: list[Path],
    audio_tokens: Path,
    audio_features: list[Path],
    ratings: list[Path],
    states: list[Path],
    split_table: Path,
    compose: Decoding,
    judgements: Output,
) -> None:
    """Play every held-out trial, and judge it; ``states`` are known per frame, if at all."""
    played = instruments.load(instrument[0].parent)
    split = parquet.read(split_table, SPLIT).frame
    rated = parquet.read_many(ratings, TRIALS).frame.merge(split)
    songs = _songs(audio_tokens, audio_features, states)
    worth = {"ratings": played.affect.mean}
    if states:
        heard = sorted(split.loc[split["part"] == "train", "video"].unique())
        worth["states"] = _worth([songs[video] for video in heard], len(played.chroma))
    judge = Judge(played.chroma, played.centroid, worth)
    made = list(_made(played, eeg_frames, rated[rated["part"] == "headline"], compose))
    rows = judged(judge, made, songs, played.about.grid.frames)
    meta = {"compose": compose.model_dump()}
    parquet.write(judgements, JUDGEMENTS, {name: rows[name] for name in rows}, meta)


def _made(
    played: instruments.Instrument, paths: list[Path], trials: pd.DataFrame, compose: Decoding
) -> Iterator[Made]:
    for path in paths:
        keys = parquet.read(path, EEG_FRAMES, [*EEG_FRAMES.key]).frame
        own = trials[trials["subject"].isin(keys["subject"].unique())]
        if own.empty:
            continue
        frames = parquet.read(path, EEG_FRAMES)
        for trial in own.itertuples():
            rows = (frames.frame["video"] == trial.video).to_numpy()
            brain = brain_of(played, frames.array("eeg")[rows], frames.array("de")[rows])
            performance = perform(played, brain, compose)
            frame_s = played.about.grid.frame_s
            written = score(played, performance, compose.seed)
            yield Made(
                subject=str(trial.subject),
                video=int(trial.video),
                tokens=performance.made.tokens,
                written=written_chords(written, len(brain), frame_s),
                ratings=_scaled(trial),
            )
        logger.info("%s: %d trials", path.stem, len(own))


def _scaled(trial: object) -> np.ndarray:
    told = np.array([getattr(trial, name) for name in DIMENSIONS], float)
    return (told - MIDDLE) / REACH


def _songs(audio_tokens: Path, audio_features: list[Path], states: list[Path]) -> dict[int, Song]:
    tokens = parquet.read(audio_tokens, AUDIO_TOKENS)
    features = parquet.read_many(audio_features, AUDIO_FEATURES, [*AUDIO_FEATURES.key, "chroma"])
    known = parquet.read_many(states, LATENTS).frame if states else None
    songs = {}
    for video in tokens.frame["video"].unique().tolist():
        own = (tokens.frame["video"] == video).to_numpy()
        sounding = (features.frame["video"] == video).to_numpy()
        songs[video] = Song(
            tokens=tokens.frame["token"].to_numpy()[own].astype(int),
            chroma=features.array("chroma")[sounding],
            points=tokens.array("point")[own].astype(float),
            states=_states(known, video, int(own.sum())),
        )
    return songs


def _states(known: pd.DataFrame | None, video: int, frames: int) -> np.ndarray:
    """Valence and arousal of a song, frame by frame, from -1 to 1."""
    if known is None:
        return np.full((frames, 2), np.nan)
    own = known[known["video"] == video].sort_values(["slice", "frame"])
    return own[[*DIMENSIONS]].to_numpy(float) - 1


def _worth(songs: list[Song], entries: int) -> np.ndarray:
    """What state each entry had in songs, on the average; the middle, if it was in none."""
    tokens = np.concatenate([song.tokens for song in songs])
    states = np.concatenate([song.states for song in songs])
    often = np.maximum(np.bincount(tokens, minlength=entries), 1)
    sums = [np.bincount(tokens, each, minlength=entries) for each in states.T]
    return np.stack(sums, axis=1) / often[:, None]
