"""A live performance from a stream to a folder, a port and a loudspeaker."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from eeg2music.compose.instrument import Instrument
from eeg2music.errors import DataError
from eeg2music.live.loudspeaker import open_loudspeaker
from eeg2music.live.lsl import LslStream
from eeg2music.live.midi_port import open_port
from eeg2music.live.session import Performed, Taker, perform_live
from eeg2music.live.stopping import asked_to_stop
from eeg2music.live.survey import channel_map
from eeg2music.live.take import Take
from eeg2music.live.ticker import Ticker

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """How to perform.

    Attributes
    ----------
    warm_up_s : float
        EEG that is heard before music begins.
    delay_s : float
        What is heard after a frame before it is played.
    length_s : float, optional
        After which to stop, from when listening begins; without it, when asked to.
    port : str, optional
        Name of the virtual MIDI port; without it, none.
    is_heard : bool
        Whether to play through a loudspeaker.
    """

    warm_up_s: float
    delay_s: float
    length_s: float | None
    port: str | None
    is_heard: bool


def live(stream: LslStream, instrument: Instrument, folder: Path, plan: Plan) -> str:
    """Play a stream until asked to stop; what is in the folder is whole whatever ends it.

    Ports and loudspeakers that the machine has not are told, and done without.

    Returns
    -------
    str
        How it went.

    Raises
    ------
    DataError
        If the stream cannot serve the instrument, or the folder holds anything.
    """
    print(channel_map(stream, instrument), file=sys.stderr)
    if instrument.about.caution:
        logger.warning("%s", instrument.about.caution)
    with asked_to_stop() as is_asked, ExitStack() as stack:
        takers: list[Taker] = [stack.enter_context(Take(folder, instrument, stream.name))]
        for output in (*_outputs(instrument, plan), Ticker(sys.stderr)):
            takers.append(stack.enter_context(closing(output)))
        end_s = time.monotonic() + (plan.length_s or np.inf)
        performed = perform_live(
            stream,
            instrument,
            takers,
            lambda: is_asked() or time.monotonic() >= end_s,
            plan.warm_up_s,
            plan.delay_s,
        )
    told = summary(performed, instrument.about.grid.frame_s)
    return told if len(performed.latencies_s) else f"{told}\n{why_silent(performed, plan)}"


class _Output(Taker, Protocol):
    def close(self) -> None: ...


def _outputs(instrument: Instrument, plan: Plan) -> Iterator[_Output]:
    """What the machine has of what is wanted."""
    rate, channels = instrument.sounds.rate, instrument.sounds.audio.shape[1]
    wanted: list[Callable[[], _Output]] = []
    if plan.port:
        wanted.append(partial(open_port, plan.port))
    if plan.is_heard:
        wanted.append(partial(open_loudspeaker, rate, channels))
    for open_output in wanted:
        try:
            yield open_output()
        except DataError as error:
            logger.warning("%s", error)


def why_silent(performed: Performed, plan: Plan) -> str:
    """Why there was no music at all, as far as can be told."""
    if performed.unheard:
        return "No music: what came could not be heard; see the warnings above."
    if not performed.counts.taken:
        return "No music: nothing came from the stream; is the amplifier recording?"
    return (
        f"No music: it begins after {plan.warm_up_s:g} s of EEG without a break (--warm-up), and"
        " at least a slice and the delay."
    )


def summary(performed: Performed, frame_s: float) -> str:
    """How it went, in words."""
    counts, latencies_s = performed.counts, performed.latencies_s
    told = [f"{len(latencies_s) * frame_s:g} s of music"]
    if len(latencies_s):
        middle, most = np.quantile(latencies_s, [0.5, 0.95])
        told[0] += (
            f", {middle:.2f} s after the brain (95 % within {most:.2f} s,"
            f" {latencies_s.max():.2f} s at worst)"
        )
    if performed.unheard:
        told.append(f"{performed.unheard * frame_s:g} s could not be heard")
    told.append(
        f"{counts.taken} samples; {counts.late} late or twice, {counts.spoilt} spoilt,"
        f" {counts.bridged} lost and bridged; {counts.breaks} breaks"
    )
    return "\n".join(told)
