"""Tokens to audio: one representative segment a frame, chosen to fit and cross-faded.

Each dictionary entry keeps a few representative frames of training songs. Which of them
sounds at each position is a shortest path (unit selection, Hunt & Black 1996): a
representative far down the list costs a little, a join that is heard costs more, the frame that
follows its predecessor in the same song joins for nothing, and one that was just heard costs as
much as half the worst join, lest an entry that lasts sounds stuck.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

RANK_COST = 0.02
"""Cost of one place further from the centroid; a join costs between 0 and 1."""
REPEAT_COST = 0.5
"""Cost of hearing the same frame twice in a row."""


class Segment(NamedTuple):
    """One frame of a training song, ``frame`` counted from the start of the trial."""

    video: int
    frame: int


Cut = Callable[[Segment, int], np.ndarray]
"""Takes a segment and a margin in samples; returns the segment with the margin on both
sides, shape (channels, margin + frame + margin)."""


@dataclass(frozen=True)
class Pieces:
    """The audio of one entry's representatives.

    Attributes
    ----------
    audio : ndarray of float32, shape (representatives, channels, samples)
        Frames with the margin on both sides.
    heads, tails : ndarray, shape (representatives, frequencies)
        Magnitude spectra of the first and last two margins, which overlap at a join.
    segments : list of Segment
        Where they are from.
    """

    audio: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    segments: list[Segment]


def segments_of(rows: np.ndarray, frames_per_slice: int) -> list[list[Segment]]:
    """Representatives of every entry, nearest first.

    Parameters
    ----------
    rows : ndarray of int, shape (entries, representatives, 4)
        Column ``segments`` of the dictionary: subject (0), video, slice, frame.
    """
    return [
        [Segment(int(v), int(s) * frames_per_slice + int(f)) for _, v, s, f in entry]
        for entry in rows
    ]


def cutter(read: Callable[[int], np.ndarray], frame_samples: int) -> Cut:
    """Make a `Cut` from whole songs; beyond a song's ends there is silence.

    Parameters
    ----------
    read : callable
        Takes a video; returns its excerpt, shape (channels, samples). Only the song last
        read is kept, since `synthesise` asks for segments song by song.
    """
    held: dict[int, np.ndarray] = {}

    def cut(segment: Segment, margin: int) -> np.ndarray:
        if segment.video not in held:
            held.clear()
            held[segment.video] = read(segment.video)
        song = held[segment.video]
        start = segment.frame * frame_samples - margin
        stop = start + frame_samples + 2 * margin
        inside = song[:, max(start, 0) : max(stop, 0)]
        before = max(-start, 0)
        return np.pad(inside, ((0, 0), (before, stop - start - before - inside.shape[1])))

    return cut


def synthesise(
    tokens: np.ndarray, segments: list[list[Segment]], cut: Cut, crossfade_samples: int
) -> np.ndarray:
    """Make the audio of a token sequence.

    Given the tokens of music that was heard, this resynthesises it: the best that the
    dictionary allows, and what generated music should be compared with.

    Parameters
    ----------
    tokens : ndarray of int, shape (frames,)
    segments
        Representatives of every entry, from `segments_of`.
    cut
        Where their audio comes from, for example `cutter`. Called once for every
        representative of the entries in use, song by song.
    crossfade_samples : int
        Length of a cross-fade; it is centred on the boundary of two frames.

    Returns
    -------
    ndarray of float32, shape (channels, frames × frame samples)
        At the songs' own levels; see `audio.loudness`.

    Raises
    ------
    ValueError
        If a token is not in the dictionary.
    """
    unknown = np.setdiff1d(tokens, np.arange(len(segments)))
    if len(unknown):
        raise ValueError(f"tokens {unknown.tolist()} are not among {len(segments)} entries")
    margin = max(crossfade_samples // 2, 1)
    pieces = pieces_of(np.unique(tokens).tolist(), segments, cut, margin)
    path = choose([pieces[token] for token in tokens.tolist()])
    chosen = [pieces[t].audio[i] for t, i in zip(tokens.tolist(), path, strict=True)]
    return join(chosen, margin)


def pieces_of(
    tokens: list[int], segments: list[list[Segment]], cut: Cut, margin: int
) -> dict[int, Pieces]:
    """The audio of entries; ``cut`` is called song by song."""
    wanted = sorted({segment for token in tokens for segment in segments[token]})
    audio = {segment: cut(segment, margin) for segment in wanted}
    return {t: _piece([audio[s] for s in segments[t]], margin, segments[t]) for t in tokens}


def choose(pieces: list[Pieces]) -> list[int]:
    """Cheapest path through the representatives, one index a position (Viterbi)."""
    cost = _rank_cost(pieces[0])
    back = []
    for last, piece in pairwise(pieces):
        reached = cost[:, None] + _join_cost(last.tails, piece.heads) + _repeat_cost(last, piece)
        back.append(reached.argmin(0))
        cost = reached.min(0) + _rank_cost(piece)
    path = [int(cost.argmin())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def follow(last: Pieces | None, chosen: int, piece: Pieces) -> int:
    """The cheapest representative after one that was chosen, where none later is known yet."""
    cost = _rank_cost(piece)
    if last is not None:
        cost = cost + _join_cost(last.tails, piece.heads)[chosen]
        cost += _repeat_cost(last, piece)[chosen]
    return int(cost.argmin())


def join(pieces: list[np.ndarray], margin: int) -> np.ndarray:
    """Lay pieces end to end, each boundary a cross-fade of two margins.

    Parameters
    ----------
    pieces
        Shape (channels, margin + frame + margin) each.

    Returns
    -------
    ndarray of float32, shape (channels, pieces × frame)
        Faded in and out over one margin.
    """
    channels, length = pieces[0].shape
    frame = length - 2 * margin
    out = np.empty((channels, len(pieces) * frame + 2 * margin), np.float32)
    joiner = Joiner(margin)
    for i, piece in enumerate(pieces):
        out[:, i * frame : (i + 1) * frame] = joiner.add(piece)
    out[:, len(pieces) * frame :] = joiner.tail
    _fade_ends(out[:, margin:-margin], margin)
    return out[:, margin:-margin]


@dataclass
class Joiner:
    """Lays pieces end to end as they come, each boundary a cross-fade of two margins.

    Attributes
    ----------
    tail : ndarray of float32, shape (channels, 2 · margin), or None
        What the next piece is faded into; None before the first.
    """

    margin: int
    tail: np.ndarray | None = None

    def add(self, piece: np.ndarray) -> np.ndarray:
        """What is settled once a piece has come, shape (channels, frame).

        Parameters
        ----------
        piece : ndarray of float32, shape (channels, margin + frame + margin)
        """
        overlap = 2 * self.margin
        before = np.zeros_like(piece[:, :overlap]) if self.tail is None else self.tail
        faded = crossfade(before, piece[:, :overlap]).astype(np.float32)
        settled, self.tail = np.split(
            np.concatenate([faded, piece[:, overlap:]], axis=1), [piece.shape[1] - overlap], axis=1
        )
        return settled


def crossfade(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Fade from one signal to another at constant power.

    Unrelated signals get the equal-power law; the more they agree, the closer the gains
    come to summing to one, so that a signal faded into itself is left as it is.

    Parameters
    ----------
    old, new : ndarray, shape (channels, samples)
    """
    angle = np.pi / 2 * (np.arange(old.shape[1]) + 0.5) / old.shape[1]
    rising, falling = np.sin(angle), np.cos(angle)
    agreement = np.clip(_correlation(old, new), 0, 1)
    power = np.sqrt(1 + 2 * agreement * rising * falling)
    result: np.ndarray = (falling * old + rising * new) / power
    return result


def _piece(audio: list[np.ndarray], margin: int, segments: list[Segment]) -> Pieces:
    mono = np.stack(audio).mean(1)
    head, tail = mono[:, : 2 * margin], mono[:, -2 * margin :]
    heads, tails = (np.abs(np.fft.rfft(part)) for part in (head, tail))
    return Pieces(np.stack(audio), heads, tails, segments)


def _rank_cost(piece: Pieces) -> np.ndarray:
    return RANK_COST * np.arange(len(piece.audio))


def _repeat_cost(last: Pieces, piece: Pieces) -> np.ndarray:
    same = [[before == after for after in piece.segments] for before in last.segments]
    return REPEAT_COST * np.array(same, float)


def _join_cost(tails: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """How far spectra differ, 0 to 1, shape (tails, heads)."""
    apart = np.linalg.norm(tails[:, None] - heads[None], axis=-1)
    size = np.linalg.norm(tails, axis=-1)[:, None] + np.linalg.norm(heads, axis=-1)
    result: np.ndarray = apart / np.maximum(size, np.finfo(float).tiny)
    return result


def _correlation(old: np.ndarray, new: np.ndarray) -> float:
    size = np.linalg.norm(old) * np.linalg.norm(new)
    return float((old * new).sum() / size) if size else 0.0


def _fade_ends(samples: np.ndarray, length: int) -> None:
    ramp = np.sin(np.pi / 2 * (np.arange(length) + 0.5) / length) ** 2
    samples[:, :length] *= ramp
    samples[:, -length:] *= ramp[::-1]
