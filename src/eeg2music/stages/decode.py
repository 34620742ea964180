"""Stage ``decode``: a stimulus video to the audio of its excerpt."""

from pathlib import Path

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.audio.files import write_audio
from eeg2music.deap.videos import find_video
from eeg2music.params import Decode, Grid
from eeg2music.stages.runner import Output


def decode(
    *, movie: Path, video_list: Path, video: int, grid: Grid, decode: Decode, audio: Output
) -> None:
    """Decode what subjects heard of one video."""
    samples = decode_excerpt(
        movie,
        start_s=find_video(video_list, video).highlight_start_s,
        length_s=grid.trial_s,
        rate_hz=decode.sampling_rate_hz,
        tolerance_s=decode.tolerance_s,
    )
    write_audio(audio, samples, decode.sampling_rate_hz)
