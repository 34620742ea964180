"""Trains the separator that the demo's stimuli need: ``python -m eeg2music.demo.separator``.

The pretrained HTDemucs takes a CPU-hour for 40 videos; this one has the same
architecture at a fortieth of the size and knows generated music only. It is trained on
songs of another seed than the demo's and scored on songs that it never heard.
"""

import argparse
import json
import logging
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from demucs.ema import ModelEMA
from demucs.htdemucs import HTDemucs
from safetensors.torch import save_file
from scipy.signal import resample_poly

from eeg2music.audio.vocals import Separator
from eeg2music.demo import studio
from eeg2music.demo.band import RATE_HZ
from eeg2music.files import whole_or_absent

logger = logging.getLogger(__name__)

SEED = 77
TRAINING_SONGS, HELD_OUT_SONGS = range(1, 41), range(901, 909)
SOURCES = ["vocals", "accompaniment"]
MODEL_HZ = RATE_HZ // 2
SEGMENT_S = Fraction(39, 10)
ARCHITECTURE = {
    "sources": SOURCES,
    "channels": 16,
    "samplerate": MODEL_HZ,
    "nfft": 2048,
    "t_layers": 0,
    "dconv_mode": 0,
}
STEPS, BATCH = 1500, 4
LEARNING_RATE = 6e-4
GAINS_DB = (-6.0, 6.0)
"""Range of each stem's gain in a mixture."""
EMA_DECAY = 0.995


def train(steps: int) -> HTDemucs:
    """Fit a separator to random mixtures of training songs' stems."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    songs = [stems(number) for number in TRAINING_SONGS]
    model = HTDemucs(**ARCHITECTURE, segment=SEGMENT_S)
    average = ModelEMA(model, EMA_DECAY)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, steps, pct_start=0.1)
    model.train()
    for step in range(steps):
        target = torch.from_numpy(np.stack([_segment(songs, rng) for _ in range(BATCH)]))
        loss = torch.nn.functional.l1_loss(model(target.sum(dim=1)), target)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update()
        if step % 50 == 0:
            logger.info("step %d of %d, loss %.4f", step, steps, loss.item())
    with average.swap():
        return model.eval()


def stems(number: int) -> np.ndarray:
    """Voice and accompaniment of a song at the model's rate, shape (2, 2, samples)."""
    song = studio.record(SEED, number)
    both = np.stack([song.voice, song.accompaniment])
    halved: np.ndarray = resample_poly(both, 1, RATE_HZ // MODEL_HZ, axis=-1).astype(np.float32)
    return halved


def _segment(songs: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """A voice over another song's accompaniment, at the loudness that Demucs feeds its models."""
    length = int(SEGMENT_S * MODEL_HZ)
    cut = []
    for stem in range(len(SOURCES)):
        song = songs[rng.integers(len(songs))]
        start = rng.integers(song.shape[-1] - length)
        gain = 10 ** (rng.uniform(*GAINS_DB) / 20)
        cut.append(gain * song[stem, :, start : start + length])
    mixed = np.stack(cut)
    scaled: np.ndarray = mixed / (mixed.sum(axis=0).mean(axis=0).std() + 1e-8)
    return scaled.astype(np.float32)


def save(model: HTDemucs, path: Path) -> None:
    """Write weights as half floats, in the safetensors layout that Demucs itself reads."""
    fraction = {"numerator": SEGMENT_S.numerator, "denominator": SEGMENT_S.denominator}
    kwargs = ARCHITECTURE | {"segment": {"_type": "fraction", **fraction}}
    metadata = {
        "klass": "demucs.htdemucs.HTDemucs",
        "args": "[]",
        "kwargs": json.dumps(kwargs, sort_keys=True),
    }
    state = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    with whole_or_absent(path) as temporary:
        save_file(state, temporary, metadata)


def si_sdr(estimate: np.ndarray, reference: np.ndarray) -> float:
    """Scale-invariant signal-to-distortion ratio, dB (Le Roux et al., 2019)."""
    target = reference * (np.vdot(estimate, reference) / np.vdot(reference, reference))
    return float(10 * np.log10(np.square(target).sum() / np.square(estimate - target).sum()))


def held_out_scores(path: Path) -> dict[str, float]:
    """Mean SI-SDR over held-out songs, dB: of the mixture as it is, and of what is separated."""
    separator = Separator.from_file(path, overlap=0.25)
    rows = []
    for number in HELD_OUT_SONGS:
        song = studio.record(SEED, number)
        voice, accompaniment = separator.split(song.mix, RATE_HZ)
        rows.append(
            {
                "mix against accompaniment": si_sdr(song.mix, song.accompaniment),
                "separated accompaniment": si_sdr(accompaniment, song.accompaniment),
                "mix against voice": si_sdr(song.mix, song.voice),
                "separated voice": si_sdr(voice, song.voice),
            }
        )
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def main() -> None:
    """Train, save and score."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="safetensors file to write")
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    save(train(arguments.steps), arguments.weights)
    for name, value in held_out_scores(arguments.weights).items():
        print(f"{name:<28} {value:6.2f} dB")


if __name__ == "__main__":
    main()
