"""A folder of results to a listening study: a page to hand out, and a key to keep."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from eeg2music.audio.files import write_mp3
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.study.key import Key
from eeg2music.study.page import render_page
from eeg2music.study.pairs import CONTRASTS, GENERATED, ORIGINAL, Pair, draw

KEY, PAGE, AUDIO = "key.json", "page", "audio"
_FADE_S = 0.05
"""At both ends of an excerpt, against clicks."""
_SEED_BYTES = 16


@dataclass(frozen=True)
class Plan:
    """How a study is to be.

    Attributes
    ----------
    excerpt_s : float
        Length of what is heard at a time, s.
    per_trial : int
        Pairs of each trial and contrast.
    seed : str
        In hexadecimal; drawn from the system if it is empty, since an order that anybody could
        draw again is not sealed.
    """

    excerpt_s: float = 10.0
    per_trial: int = 3
    seed: str = ""


def make(results: Path, folder: Path, plan: Plan) -> Key:
    """Make a listening study of composed trials.

    Parameters
    ----------
    results : Path
        Folder of a fold, for example ``results/planted/fold-0``.
    folder : Path
        New or empty: a key that is replaced would make all answers worthless.

    Raises
    ------
    DataError
        If the folder holds anything, or the results lack music.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(
            folder,
            expected="a new folder",
            found="one that holds something already",
            cure="Name another after -o: the key of an earlier study must not be lost.",
        )
    trials = _trials(results / "compose")
    seed = plan.seed or secrets.token_hex(_SEED_BYTES)
    lengths_s = {name: soundfile.info(path).duration for name, path in trials.items()}
    rng = np.random.default_rng(int(seed, 16))
    pairs = draw(lengths_s, plan.excerpt_s, plan.per_trial, rng)
    key = Key(source=results.as_posix(), seed=seed, excerpt_s=plan.excerpt_s, pairs=pairs)
    with whole_or_absent(folder) as made:
        for pair in pairs:
            _write_excerpts(pair, trials[pair.trial], made / PAGE / AUDIO, plan.excerpt_s)
        (made / KEY).write_text(key.text, encoding="utf-8")
        (made / PAGE / "index.html").write_text(render_page(key), encoding="utf-8")
    return key


def _trials(folder: Path) -> dict[str, Path]:
    """The generated music of every trial, which the other voices lie beside."""
    found = {path.stem: path for path in sorted(folder.glob("*.wav")) if "." not in path.stem}
    if not found:
        raise DataError(
            folder,
            expected="music of trials, as the stage `compose` writes it",
            found="none",
            cure="Name the results of a fold that has run, such as results/planted/fold-0.",
        )
    for path in found.values():
        for voice in (ORIGINAL, *CONTRASTS):
            if not _of_voice(path, voice).is_file():
                raise DataError(
                    _of_voice(path, voice),
                    expected=f"{path.name} as {voice}",
                    found="no such file",
                    cure="Run the stage `compose` again.",
                )
    return found


def _of_voice(generated: Path, voice: str) -> Path:
    return generated if voice == GENERATED else generated.with_suffix(f".{voice}.wav")


def _write_excerpts(pair: Pair, generated: Path, folder: Path, excerpt_s: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    named = {
        ORIGINAL: pair.original,
        GENERATED: pair.generated,
        pair.contrast: pair.other,
    }
    for voice, name in named.items():
        samples, rate = _excerpt(_of_voice(generated, voice), pair.start_s, excerpt_s)
        write_mp3(folder / f"{name}.mp3", samples, rate)


def _excerpt(path: Path, start_s: float, length_s: float) -> tuple[np.ndarray, int]:
    """Part of a file, faded in and out, shape (channels, samples), and its rate."""
    rate = soundfile.info(path).samplerate
    part, _ = soundfile.read(
        path,
        frames=round(length_s * rate),
        start=round(start_s * rate),
        dtype="float32",
        always_2d=True,
    )
    ramp = np.linspace(0, 1, round(_FADE_S * rate), dtype=np.float32)[:, None]
    part[: len(ramp)] *= ramp
    part[len(part) - len(ramp) :] *= ramp[::-1]
    return part.T, int(rate)
