"""Stage ``vocals``: a stimulus without its singer."""

from pathlib import Path

from eeg2music.audio.files import read_audio, write_audio
from eeg2music.audio.params import Vocals
from eeg2music.audio.vocals import DEMO_WEIGHTS, Separator
from eeg2music.stages.runner import Output


def vocals(*, audio: Path, vocals: Vocals, accompaniment: Output, voice: Output) -> None:
    """Split one song into voice and accompaniment."""
    if vocals.separator == "demo":
        separator = Separator.from_file(DEMO_WEIGHTS, vocals.overlap)
    else:
        separator = Separator.pretrained(vocals.overlap, vocals.weights)
    samples, rate_hz = read_audio(audio)
    sung, played = separator.split(samples, rate_hz)
    write_audio(voice, sung, rate_hz)
    write_audio(accompaniment, played, rate_hz)
