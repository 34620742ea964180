"""Music videos: a song, and a picture that moves with it, as an mp4 file."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from eeg2music.demo.band import RATE_HZ
from eeg2music.demo.latent import FRAME_S, Latent

WIDTH, HEIGHT = 160, 96
PICTURES_PER_S = 4
_AUDIO_BITS_PER_S = 160_000
_AAC_BLOCK = 1024
_HUES = np.array([[60, 80, 160], [90, 150, 90], [210, 150, 60]], float)
"""RGB of the picture, by valence."""


def write(path: Path, audio: np.ndarray, states: Latent) -> None:
    """Write an mp4 of MPEG-4 pictures and AAC sound, the same bytes for the same song.

    Parameters
    ----------
    audio : ndarray of float32, shape (2, samples)
        At `band.RATE_HZ`.
    """
    options = {"fflags": "+bitexact", "movflags": "+faststart"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        pictures = container.add_stream("mpeg4", rate=PICTURES_PER_S)
        pictures.width, pictures.height, pictures.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = container.add_stream(
            "aac", rate=RATE_HZ, layout="stereo", options={"aac_coder": "fast"}
        )
        sound.bit_rate = _AUDIO_BITS_PER_S
        for stream in (pictures, sound):
            stream.codec_context.thread_count = 1
            stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for picture in [*_pictures(states), None]:
            container.mux(pictures.encode(picture))
        for block in [*_blocks(audio), None]:
            container.mux(sound.encode(block))


def _pictures(states: Latent) -> Iterator[av.VideoFrame]:
    """A bar that sweeps over a ground whose colour tells valence, its glow arousal."""
    column = np.arange(WIDTH)
    for number in range(round(states.frames * FRAME_S * PICTURES_PER_S)):
        frame = int(number / PICTURES_PER_S / FRAME_S)
        glow = 0.5 + 0.25 * states.arousal[frame]
        bar = np.exp(-(((column - 7 * number % WIDTH) / 12) ** 2))
        row = _HUES[states.valence[frame]] * glow * (0.4 + 0.6 * bar[:, None])
        picture = np.broadcast_to(row.astype(np.uint8), (HEIGHT, WIDTH, 3))
        shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        shown.pts = number
        yield shown


def _blocks(audio: np.ndarray) -> Iterator[av.AudioFrame]:
    for start in range(0, audio.shape[1], _AAC_BLOCK):
        block = np.ascontiguousarray(audio[:, start : start + _AAC_BLOCK], np.float32)
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE_HZ, start
        yield frame
