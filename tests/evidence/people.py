"""Listeners of smooth noise, and music of random features, small enough for hundreds of draws."""

import numpy as np

from eeg2music.evidence.listeners import Listeners
from eeg2music.evidence.planting import z_scored

CHANNELS, BANDS = ["Fz", "Cz", "Pz", "Oz", "T7", "T8"], ["theta", "alpha"]
POSITIONS = np.array([(0, 1, 1), (0, 0, 1.4), (0, -1, 1), (0, -1.4, 0), (-1.4, 0, 0), (1.4, 0, 0)])
LISTENERS, SONGS, FRAMES = 6, 10, 60
TESTED, VALIDATING = ([0, 1], [0, 1, 2, 3]), [4]


def part_of(listener, song):
    if listener in TESTED[0]:
        return "headline" if song in TESTED[1] else "paper"
    if song in TESTED[1]:
        return "unused"
    return "validation_headline" if song in VALIDATING else "train"


def smooth(shape, rng):
    noise = rng.normal(size=(*shape[:2], shape[2] + 2, *shape[3:]))
    return (noise[:, :, :-2] + noise[:, :, 1:-1] + noise[:, :, 2:]) / np.sqrt(3)


def people(seed=0, follows=0.0):
    """Entropy of SD 0.3 nats within a trial, whose level differs from person to person.

    Where it follows, alpha at Pz goes along with the first feature of the music.
    """
    rng = np.random.default_rng(seed)
    shape = (LISTENERS, SONGS, FRAMES, len(CHANNELS), len(BANDS))
    nats = 2.0 + 0.3 * smooth(shape, rng) + rng.normal(size=(LISTENERS, 1, 1, *shape[3:]))
    nats[..., CHANNELS.index("Pz"), 1] += follows * music()[..., 0]
    return Listeners(
        subjects=[f"s{row:02d}" for row in range(LISTENERS)],
        videos=[*range(1, SONGS + 1)],
        channels=CHANNELS,
        bands=BANDS,
        entropy=nats.astype(np.float32),
        part=np.array([[part_of(a, b) for b in range(SONGS)] for a in range(LISTENERS)]),
        frame_s=0.5,
    )


def music(features=3):
    rng = np.random.default_rng(99)
    return z_scored(smooth((1, SONGS, FRAMES, features), rng)[0])
