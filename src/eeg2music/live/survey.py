"""What can be heard, and how an instrument would hear it."""

from collections.abc import Sequence
from typing import Any

from eeg2music.compose.instrument import Instrument
from eeg2music.live.ear import Ear
from eeg2music.live.session import Stream

_PER_LINE = 8


def streams(infos: Sequence[Any]) -> str:
    """A line for each stream."""
    if not infos:
        return "no stream of the Lab Streaming Layer can be seen"
    width = max(len(info.name) for info in infos)
    return "\n".join(
        f"{info.name:<{width}}  {info.stype}  {info.n_channels} channels, "
        + (f"{info.sfreq:g} Hz" if info.sfreq else "no regular rate")
        + f", from {info.hostname or 'an unknown machine'}, source {info.source_id or 'unnamed'}"
        for info in infos
    )


def channel_map(stream: Stream, instrument: Instrument) -> str:
    """Which channel is heard as which electrode.

    Raises
    ------
    DataError
        If the stream cannot serve the instrument.
    """
    there = Ear(instrument, stream.channel_names, stream.rate_hz, stream.name).rows
    wanted = instrument.about.channels
    heard = [f"{name} = {stream.channel_names[there[name]]}" for name in wanted if name in there]
    absent = [name for name in wanted if name not in there]
    known = {there[name] for name in wanted if name in there}
    unused = [name for row, name in enumerate(stream.channel_names) if row not in known]
    left = f"not asked for: {', '.join(unused)}"
    return "\n".join(
        [
            f"{stream.name} at {stream.rate_hz:g} Hz as the {len(wanted)} electrodes of the model:",
            *_lines(heard),
            f"interpolated from the others: {', '.join(absent) or 'none'}",
            *([left] if unused else []),
        ]
    )


def _lines(told: list[str]) -> list[str]:
    return [
        "  " + ", ".join(told[start : start + _PER_LINE])
        for start in range(0, len(told), _PER_LINE)
    ]
