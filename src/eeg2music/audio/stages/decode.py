"""Stage ``decode``: a stimulus to the audio of its excerpt."""

from pathlib import Path

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.audio.files import write_audio
from eeg2music.audio.params import Decode
from eeg2music.corpora.adapters import corpus
from eeg2music.params.grid import TrialLength
from eeg2music.stages.chosen import ReaderName
from eeg2music.stages.runner import Output


def decode(
    *,
    video: int,
    reader: ReaderName,
    root: Path,
    movie: Path,
    timetable: list[Path],
    grid: TrialLength,
    decode: Decode,
    audio: Output,
) -> None:
    """Decode what subjects heard of one stimulus."""
    samples = decode_excerpt(
        movie,
        start_s=corpus(reader, root, None, grid).start_s(video, timetable),
        length_s=grid.trial_s,
        rate_hz=decode.sampling_rate_hz,
        tolerance_s=decode.tolerance_s,
    )
    write_audio(audio, samples, decode.sampling_rate_hz)
