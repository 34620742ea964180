"""Audio files of every kind that a stimulus may come in, written with PyAV."""

import av
import numpy as np

RATE_HZ = 44100
CONTAINERS = {
    "aac.mp4": ("aac", "fltp"),
    "aac.m4a": ("aac", "fltp"),
    "aac.mkv": ("aac", "fltp"),
    "opus.webm": ("libopus", "flt"),
    "opus.mkv": ("libopus", "flt"),
    "opus.ogg": ("libopus", "flt"),
    "mp3.mp3": ("libmp3lame", "fltp"),
    "flac.flac": ("flac", "s16"),
    "flac.mka": ("flac", "s16"),
    "ac3.mkv": ("ac3", "fltp"),
    "pcm.wav": ("pcm_s16le", "s16"),
    "float.wav": ("pcm_f32le", "flt"),
    "pcm.aiff": ("pcm_s16be", "s16"),
    "mp2.mpg": ("mp2", "s16"),
}
"""File name (kind and container) to encoder and its sample format."""


def tone(seconds, rate_hz=RATE_HZ, channels=2, hertz=440.0):
    """The same tone on every channel."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.tile(0.5 * np.sin(2 * np.pi * hertz * t), (channels, 1)).astype(np.float32)


def write_sound(path, audio, *, codec, form, rate_hz=RATE_HZ, layout="stereo", gap=None):
    """Encode float audio, shape (channels, samples); ``gap`` moves the clock on, (sample, by)."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        resampler = av.AudioResampler(format=form, layout=layout, rate=rate_hz)
        position = 0
        for start in range(0, audio.shape[1], 1024):
            block = np.ascontiguousarray(audio[:, start : start + 1024], np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate = rate_hz
            frame.pts = position + (gap[1] if gap and position >= gap[0] else 0)
            position += block.shape[1]
            for converted in resampler.resample(frame):
                container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    return path
