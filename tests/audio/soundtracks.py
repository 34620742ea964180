"""Sound in any codec, container and number of channels, with gaps if wanted."""

from contextlib import ExitStack

import av
import numpy as np

_BLOCK = 1000


def write_sound(
    path, *audio, codec, rate_hz, gap=None, default=0, late_s=0.0, stray_s=None, **options
):
    """Write one stream for each array of shape (channels, samples).

    Parameters
    ----------
    gap : (float, float) or None
        When timestamps jump, and how far, s.
    default : int
        Which stream a player takes.
    stray_s : function of a frame's time, s, or None
        How far its timestamp is from that.
    """
    with ExitStack() as stack:
        container = stack.enter_context(av.open(str(path), "w", options=options))
        streams = [_add_stream(container, codec, rate_hz, len(each)) for each in audio]
        for number, stream in enumerate(streams):
            stream.disposition = av.stream.Disposition(int(number == default))
        for stream, samples in zip(streams, audio, strict=True):
            for frame in _frames(samples, rate_hz, late_s, gap, stray_s, stream):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return path


def _add_stream(container, codec, rate_hz, channels):
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[channels]
    # FFmpeg's own Vorbis encoder counts as experimental
    options = {"strict": "experimental"} if codec == "vorbis" else {}
    stream = container.add_stream(codec, rate=rate_hz, layout=layout, options=options)
    if codec not in ("flac", "alac", "pcm_s16le", "pcm_f32le"):
        stream.bit_rate = 128_000
    return stream


def _frames(samples, rate_hz, late_s, gap, stray_s, stream):
    context = stream.codec_context
    layout = context.layout.name
    resampler = av.AudioResampler(
        format=context.codec.audio_formats[0].name, layout=layout, rate=rate_hz
    )
    for start in range(0, samples.shape[1], _BLOCK):
        block = samples[:, start : start + _BLOCK].T.astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate = rate_hz
        for converted in resampler.resample(frame):
            jump_s = gap[1] if gap and start >= gap[0] * rate_hz else 0.0
            strays_s = stray_s(start / rate_hz) if stray_s else 0.0
            converted.pts = start + round((late_s + jump_s + strays_s) * rate_hz)
            yield converted
