"""Music of trials, as a fold of results has it: a tone for each trial and voice."""

import numpy as np
import soundfile

VOICES = ("", ".score", ".resynthesised", ".shuffled", ".reference", ".accompaniment")
RATE_HZ = 22_050


def hz(trial: int, voice: str) -> float:
    return 200.0 + 150 * trial + 25 * VOICES.index(voice)


def make(folder, trials=3, seconds=8.0):
    """A folder in which every excerpt is known by its pitch."""
    (folder / "compose").mkdir(parents=True)
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    for trial in range(trials):
        for voice in VOICES:
            tone = 0.3 * np.sin(2 * np.pi * hz(trial, voice) * time)
            path = folder / f"compose/s0{trial + 1}_07{voice}.wav"
            soundfile.write(path, np.stack([tone, tone], axis=1), RATE_HZ)
    return folder
