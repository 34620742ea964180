"""Stage ``reverb``: the accompaniment to its dry and its reverberant part."""

from pathlib import Path

from eeg2music.audio.files import read_audio, write_audio
from eeg2music.audio.params import Reverb
from eeg2music.audio.reverb import split_reverb
from eeg2music.stages.runner import Output


def reverb(*, accompaniment: Path, reverb: Reverb, dry: Output, reverberant: Output) -> None:
    """Split one song's reverberation off."""
    parts = split_reverb(*read_audio(accompaniment), reverb)
    write_audio(dry, parts.dry, reverb.sampling_rate_hz)
    write_audio(reverberant, parts.reverberant, reverb.sampling_rate_hz)
