"""Stage ``health``: the figures that stand beside every Hits@k (docs: vocabularies)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.corpora.tables import LATENTS
from eeg2music.evaluation.controls import unigram_scores
from eeg2music.evaluation.hits import hits_at, ranks_like
from eeg2music.evaluation.params import Candidates
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.health import (
    adjusted_mutual_information,
    shape,
    unseen_share,
)
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY, EEG_TOKENS, SEARCH


def health(
    *,
    eeg_tokens: Path,
    audio_tokens: Path,
    eeg_dictionary: Path,
    audio_dictionary: Path,
    eeg_search: Path,
    audio_search: Path,
    states: list[Path],
    split_table: Path,
    evaluate: Candidates,
    health: Output,
) -> None:
    """Report both vocabularies; ``states`` are known states per frame, if the data has any."""
    split = parquet.read(split_table, SPLIT).frame
    known = _states(states)
    eeg = parquet.read(eeg_tokens, EEG_TOKENS).frame.merge(split)
    songs = split.loc[split["part"].isin(["train", "headline"]), ["video", "part"]]
    audio = parquet.read(audio_tokens, AUDIO_TOKENS).frame.merge(songs.drop_duplicates())
    told = {
        "eeg": _figures("eeg", eeg, eeg_dictionary, eeg_search, known, evaluate),
        "audio": _figures("audio", audio, audio_dictionary, audio_search, known, evaluate),
    }
    health.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _states(paths: list[Path]) -> pd.DataFrame | None:
    if not paths:
        return None
    frame = parquet.read_many(paths, LATENTS).frame
    state = frame.groupby(["valence", "arousal", "chord"]).ngroup()
    return frame[["video", "slice", "frame"]].assign(state=state)


def _figures(
    modality: str,
    tokens: pd.DataFrame,
    dictionary: Path,
    search: Path,
    known: pd.DataFrame | None,
    evaluate: Candidates,
) -> dict[str, Any]:
    book = parquet.read(dictionary, DICTIONARY)
    method = book.meta[f"{modality}_vocabulary"]["method"]
    entries, components = book.array("centroid").shape
    train = tokens.loc[tokens["part"] == "train", "token"].to_numpy()
    test = tokens.loc[tokens["part"] == "headline", "token"].to_numpy()
    told = {
        **shape(np.bincount(train, minlength=entries)),
        "components": components,
        **({} if method == "kmeans" else _clusters(search)),
        "unseen_test_tokens": unseen_share(train, test),
        "unigram_train": _unigram(train, train, entries, evaluate),
        "unigram_test": _unigram(train, test, entries, evaluate),
    }
    return told | _agreement(tokens[tokens["part"] == "train"], known)


def _clusters(search: Path) -> dict[str, float]:
    """What DBSCAN found, before every frame took its nearest entry."""
    chosen = parquet.read(search, SEARCH).frame.iloc[0]
    return {
        "min_points": int(chosen["min_points"]),
        "eps": float(chosen["eps"]),
        "noise": float(chosen["noise"]),
        "largest_before": float(chosen["largest"]),
    }


def _unigram(
    train: np.ndarray, test: np.ndarray, entries: int, evaluate: Candidates
) -> dict[str, float]:
    scores = np.broadcast_to(unigram_scores(train, entries), (len(test), entries))
    ranks = ranks_like(test, scores)
    return {str(k): hits_at(ranks, k) for k in evaluate.k}


def _agreement(tokens: pd.DataFrame, known: pd.DataFrame | None) -> dict[str, float]:
    """Adjusted mutual information of tokens with what they should and should not follow."""
    token = tokens["token"].to_numpy()
    told = {"ami_song": adjusted_mutual_information(token, tokens["video"].to_numpy())}
    if "subject" in tokens:
        told["ami_subject"] = adjusted_mutual_information(token, tokens["subject"].to_numpy())
    if known is not None:
        state = tokens.merge(known, on=["video", "slice", "frame"], how="left")["state"]
        told["ami_state"] = adjusted_mutual_information(token, state.to_numpy())
    return told
