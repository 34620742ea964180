"""What a judge from outside hears in the music: ``python benchmarks/outside_judge.py DEMO``.

``DEMO`` is a repository in which the demo has run. VibeNet, which was taught valence and energy on
recorded songs and knows nothing of this project, hears ten-second pieces of every held-out trial:
as it was heard, resynthesised, generated in both voices, and the generated one held against the
listener's next trial. Its answers are correlated with what was planted; its valence also with its
own energy held constant, since it leans on it. Its licence is the GPL, so only ``pip install
'.[judge]'`` brings it. Writes ``benchmarks/outside_judge.json`` and prints it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from vibenet.backends import EfficientNetModel

from eeg2music import parquet
from eeg2music.audio.files import read_audio
from eeg2music.audio.loudness import normalise
from eeg2music.compose import instrument as instruments
from eeg2music.compose.instrument import Instrument
from eeg2music.compose.judging import correlation
from eeg2music.compose.performance import Performance, brain_of, collage, perform, score
from eeg2music.corpora.tables import LATENTS
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.score.midi import RATE_HZ, render
from eeg2music.vocabulary.tables import AUDIO_TOKENS

RESULT = Path(__file__).with_suffix(".json")
PIECE_S = 10
CONFIDENCE = 0.95


def sounds(
    instrument: Instrument, played: Performance, heard: np.ndarray, song: Path
) -> Iterator[tuple[str, np.ndarray, int]]:
    """The music of one trial, in every condition."""
    yield "heard, without voice", *read_audio(song)
    for name, tokens in (("resynthesised", heard), ("collage", played.made.tokens)):
        yield name, collage(instrument, tokens), instrument.sounds.rate
    written = score(instrument, played, instrument.about.decoding.seed)
    yield "score", render(written), RATE_HZ


def answers(judge: EfficientNetModel, samples: np.ndarray, rate: int) -> np.ndarray:
    """Valence and energy of every piece, shape (pieces, 2)."""
    size = PIECE_S * rate
    mono = normalise(samples, rate).mean(axis=0)
    count = round(len(mono) / size)
    pieces = [np.ascontiguousarray(mono[i * size : (i + 1) * size]) for i in range(count)]
    return np.array([(told.valence, told.energy) for told in judge.predict(pieces, sr=rate)])


def rows(demo: Path) -> pd.DataFrame:
    """What the judge answers and what was planted, piece by piece."""
    results, songs = demo / "results/planted/fold-0", demo / "results/songs"
    instrument, judge = instruments.load(results / "instrument"), EfficientNetModel()
    split = parquet.read(results / "split/split.parquet", SPLIT).frame
    tokens = parquet.read(songs / "fold-0/tokens/audio.parquet", AUDIO_TOKENS).frame
    states = parquet.read(songs / "states/states.parquet", LATENTS).frame
    per_piece = round(PIECE_S / instrument.about.grid.frame_s)
    found = []
    for subject, own in split[split.part == "headline"].groupby("subject"):
        frames = parquet.read(results / f"eeg_frames/{subject}.parquet", EEG_FRAMES)
        videos = sorted(own.video)
        for video, other in zip(videos, [*videos[1:], videos[0]], strict=True):
            inside = (frames.frame.video == video).to_numpy()
            brain = brain_of(instrument, frames.array("eeg")[inside], frames.array("de")[inside])
            played = perform(instrument, brain, instrument.about.decoding)
            heard = tokens.token[tokens.video == video].to_numpy()
            dry = songs / f"vocals/{video:02d}.accompaniment.flac"
            for name, samples, rate in sounds(instrument, played, heard, dry):
                told = answers(judge, samples, rate)
                against = {name: video} | (
                    {"collage of another": other} if name == "collage" else {}
                )
                for condition, song in against.items():
                    felt = planted(states, song, per_piece)
                    found += [
                        (condition, subject, video, *a, *f) for a, f in zip(told, felt, strict=True)
                    ]
        print(subject, flush=True)
    names = ["condition", "subject", "video", "valence", "energy", "true_valence", "true_arousal"]
    return pd.DataFrame(found, columns=names)


def planted(states: pd.DataFrame, video: int, per_piece: int) -> np.ndarray:
    """Valence and arousal of every piece of a song, shape (pieces, 2)."""
    own = states[states.video == video].sort_values(["slice", "frame"])
    return own[["valence", "arousal"]].to_numpy(float).reshape(-1, per_piece, 2).mean(axis=1)


def without(values: pd.Series, given: pd.Series) -> np.ndarray:
    """What a straight line through another leaves."""
    slope, height = np.polyfit(given, values, 1)
    return (values - slope * given - height).to_numpy()


def told(of: pd.DataFrame) -> dict[str, str]:
    """Correlations of one condition, with their intervals."""
    who = of.subject.to_numpy(), of.video.to_numpy()
    pairs = {
        "valence": (of.valence.to_numpy(), of.true_valence.to_numpy()),
        "valence at equal energy": (
            without(of.valence, of.energy),
            without(of.true_valence, of.energy),
        ),
        "arousal": (of.energy.to_numpy(), of.true_arousal.to_numpy()),
    }
    found = {name: correlation(*pair, *who) for name, pair in pairs.items()}
    return {
        name: "{:.2f} ({:.2f} to {:.2f})".format(each.value, *each.interval(CONFIDENCE, -1, 1))
        for name, each in found.items()
    }


def main() -> None:
    """Ask, write and print."""
    every = rows(Path(sys.argv[1]))
    table = [{"music": name, **told(of)} for name, of in every.groupby("condition", sort=False)]
    RESULT.write_text(json.dumps(table, indent=2) + "\n")
    print(pd.DataFrame(table).to_string(index=False))


if __name__ == "__main__":
    main()
