from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from eeg2music.errors import DataError
from eeg2music.report.listening import VOICES, by_trial, spectrogram, to_mp3, trial

RATE = 16000


def tone(path: Path, hertz: float, seconds: float = 1.0) -> Path:
    wave = 0.4 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)
    soundfile.write(path, np.stack([wave, wave], axis=1), RATE)
    return path


def test_an_mp3_sounds_like_its_source(tmp_path):
    to_mp3(tone(tmp_path / "a.wav", 440), tmp_path / "audio" / "a.mp3")
    samples, rate = soundfile.read(tmp_path / "audio" / "a.mp3")
    strongest = np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)
    assert strongest == pytest.approx(440, abs=3)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.4 / np.sqrt(2), rel=0.1)


def composition(token, reference):
    columns = {"subject": "s04", "video": 33, "token": token, "reference": reference}
    emotion = {f"{name}{suffix}": 0.3 for name in ("valence", "arousal") for suffix in ("", "_sd")}
    return pd.DataFrame(columns | {"time": 0.5 * np.arange(len(token))} | emotion)


def test_a_trial_has_its_voices_its_agreement_and_its_picture(tmp_path):
    names = [f"s04_33{'' if voice == 'generated' else f'.{voice}'}.wav" for voice in VOICES]
    music = by_trial(tone(tmp_path / name, 300 + at) for at, name in enumerate(names))
    made = trial(composition([1, 2, 3, 4], [1, 2, 3, 5]), music, tmp_path)
    assert [player.title for player in made.players] == [title for title, _ in VOICES.values()]
    assert all((tmp_path / player.file).is_file() for player in made.players)
    assert made.agreement == 0.75
    assert "valence" in (tmp_path / made.picture).read_text()


def test_a_spectrogram_shows_a_tone_where_it_is(tmp_path):
    low, high = (spectrogram(tone(tmp_path / "a.wav", hertz)) for hertz in (200, 3000))
    assert low.shape == high.shape == (40, 8)
    assert low.mean(axis=1).argmax() < high.mean(axis=1).argmax()


def test_a_missing_voice_is_named(tmp_path):
    music = by_trial([tone(tmp_path / "s04_33.wav", 300)])
    with pytest.raises(DataError, match="no reference, accompaniment, resynthesised, score"):
        trial(composition([1], [1]), music, tmp_path)
