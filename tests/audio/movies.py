"""Small music videos, written with PyAV."""

import av
import numpy as np

RATE_HZ = 44100
_BLOCK = 1024
_OPTIONS = {"movflags": "+faststart", "movie_timescale": str(RATE_HZ)}
"""By default a late start is rounded to a millisecond, which is many samples."""


def chirps(seconds, rate_hz=RATE_HZ):
    """Two sweeps, one a channel, that resemble no delayed copy of themselves."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    up, down = 200 * t + 300 * t**2, 4000 * t - 250 * t**2
    return 0.5 * np.sin(2 * np.pi * np.stack([up, down])).astype(np.float32)


def write_movie(path, audio=None, *, rate_hz=RATE_HZ, late_s=0.0, picture_s=1.0, cover=False):
    """Write AAC sound, if any, that begins late beside MPEG-4 pictures or one cover."""
    with av.open(str(path), "w", options=_OPTIONS) as container:
        pictures = _add_pictures(container, cover)
        # a container's header names every stream, so all come before the first packet
        sound = None if audio is None else _add_sound(container, rate_hz)
        for picture in [*_pictures(1 if cover else round(4 * picture_s)), None]:
            container.mux(pictures.encode(picture))
        if sound:
            for block in [*_blocks(audio, rate_hz, round(late_s * rate_hz)), None]:
                container.mux(sound.encode(block))
    return path


def _add_pictures(container, cover):
    stream = container.add_stream("mjpeg" if cover else "mpeg4", rate=4)
    stream.width, stream.height = 32, 32
    stream.pix_fmt = "yuvj420p" if cover else "yuv420p"
    if cover:
        stream.disposition = av.stream.Disposition.attached_pic
    return stream


def _add_sound(container, rate_hz):
    stream = container.add_stream("aac", rate=rate_hz, layout="stereo")
    stream.bit_rate = 160_000
    return stream


def _pictures(count):
    for number in range(count):
        picture = av.VideoFrame.from_ndarray(np.full((32, 32, 3), 60, np.uint8), format="rgb24")
        picture.pts = number
        yield picture


def _blocks(audio, rate_hz, late):
    for start in range(0, audio.shape[1], _BLOCK):
        block = np.ascontiguousarray(audio[:, start : start + _BLOCK])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = rate_hz, start + late
        yield frame
