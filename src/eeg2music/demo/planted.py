"""What only the generator knows of its recordings, trial by trial."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.demo import emission, oracle
from eeg2music.demo.emission import Emission
from eeg2music.demo.latent import phi
from eeg2music.parquet import Table


@dataclass(frozen=True)
class Planted:
    """States, tokens and log powers of all trials.

    Attributes
    ----------
    trials : DataFrame
        ``subject``, ``video`` and ``part`` of the split, a row a trial.
    song : ndarray of int, shape (trials,)
        Which row of ``states`` and ``tokens`` a trial heard.
    states : ndarray of int, shape (songs, frames, 3)
        Valence, arousal, chord.
    tokens : ndarray of int, shape (songs, frames)
    log_power : ndarray, shape (trials, frames, sources), nats
    """

    trials: pd.DataFrame
    song: np.ndarray
    states: np.ndarray
    tokens: np.ndarray
    log_power: np.ndarray

    @property
    def points(self) -> np.ndarray:
        """φ of what was heard, shape (trials, frames, 5)."""
        return phi(*np.moveaxis(self.states, -1, 0))[self.song]

    def in_part(self, part: str) -> np.ndarray:
        """Mask of the trials in a part of the split."""
        mask: np.ndarray = (self.trials["part"] == part).to_numpy()
        return mask

    def of_training_songs(self) -> np.ndarray:
        """Mask of the trials, of whomever, that heard a song of the training part."""
        return np.isin(self.song, self.song[self.in_part("train")])


def assemble(
    latents: pd.DataFrame, tokens: pd.DataFrame, sources: Table, split: pd.DataFrame, frames: int
) -> Planted:
    """Join the tables; all songs have ``frames`` frames.

    Trials that the split excludes (their triggers are lost, say) are left out.

    Parameters
    ----------
    latents, tokens : DataFrame
        Rows of LATENTS and AUDIO_TOKENS, sorted by video and time.
    sources : Table
        Rows of SOURCES, sorted by time within each trial.
    """
    trials = sources.frame[["subject", "video"]].iloc[::frames]
    trials = trials.merge(split, on=["subject", "video"], how="left", validate="one_to_one")
    takes_part = (trials["part"].notna() & (trials["part"] != "excluded")).to_numpy()
    log_power = sources.array("log_power").reshape(len(trials), frames, -1)
    trials = trials[takes_part].reset_index(drop=True)
    states = latents[["valence", "arousal", "chord"]].to_numpy().astype(int)
    return Planted(
        trials=trials,
        song=np.searchsorted(np.unique(latents["video"]), trials["video"]),
        states=states.reshape(-1, frames, states.shape[1]),
        tokens=tokens["token"].to_numpy().reshape(-1, frames),
        log_power=log_power[takes_part].astype(float),
    )


def told_by_sources(known: Planted, exact: Emission) -> np.ndarray:
    """Log likelihood of the states, from the planted log powers themselves.

    Subjects' offsets are told from the training songs.

    Returns
    -------
    ndarray, shape (trials, frames, *oracle.STATES)
    """
    return oracle.log_likelihood(oracle.aligned(_centred(known, exact)), exact)


def told_by_features(known: Planted, exact: Emission, features: np.ndarray) -> np.ndarray:
    """Log likelihood of the states, from features by which sources are estimated.

    Everything is fitted on the training part.

    Parameters
    ----------
    features : ndarray, shape (trials, frames, features)
        Z-scored within the subject.

    Returns
    -------
    ndarray, shape (trials, frames, *oracle.STATES)
    """
    training = known.in_part("train")
    estimate = emission.read_out(features, _centred(known, exact), training)
    learnt = emission.learnt(estimate[training], known.points[training])
    return oracle.log_likelihood(oracle.aligned(estimate), learnt)


def token_scores(known: Planted, states: np.ndarray) -> np.ndarray:
    """Probability of every audio token, tokens of states counted on the training songs.

    Parameters
    ----------
    states : ndarray, shape (trials, frames, *oracle.STATES)
        Probability of every state.

    Returns
    -------
    ndarray, shape (trials, frames, entries)
    """
    songs = np.unique(known.song[known.in_part("train")])
    heard = tuple(np.moveaxis(known.states[songs], -1, 0))
    entries = int(known.tokens.max()) + 1
    likely = oracle.token_given_state(heard, known.tokens[songs], entries)
    return np.tensordot(states, likely, axes=3)


def _centred(known: Planted, exact: Emission) -> np.ndarray:
    """Log powers less each subject's offset."""
    centred, points = np.empty_like(known.log_power), known.points
    reference = known.of_training_songs()
    for subject in np.unique(known.trials["subject"]):
        own = (known.trials["subject"] == subject).to_numpy()
        centred[own] = emission.without_offset(
            known.log_power[own], points[own], reference[own], exact
        )
    return centred
