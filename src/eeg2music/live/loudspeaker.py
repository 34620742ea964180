"""Sound to a loudspeaker as it comes."""

from collections.abc import Callable
from threading import Lock

import numpy as np

from eeg2music.errors import DataError
from eeg2music.live.lead import AHEAD_S, MOST_AHEAD_S
from eeg2music.live.player import Played

_FADE_S = 0.01


class Queue:
    """Sound that waits to be heard.

    It begins once a little is in hand, and begins so again where it ran out; what has piled up when
    more comes is left out, but for a little. Sound is faded wherever it begins, breaks off or
    leaves something out, so that nothing clicks.

    Parameters
    ----------
    rate : int
        Hz.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._in_hand, self._most = round(AHEAD_S * rate), round(MOST_AHEAD_S * rate)
        self._rise = np.linspace(0, 1, max(round(_FADE_S * rate), 1), dtype=np.float32)
        self._waiting = np.zeros((channels, 0), np.float32)
        self._lock = Lock()

    def add(self, sound: np.ndarray) -> None:
        """Take sound, shape (channels, samples), of more than a fade."""
        with self._lock:
            waiting = self._waiting
            if waiting.shape[1] > self._most:
                waiting = self._after(waiting, waiting[:, -self._in_hand :])
            if not waiting.shape[1]:
                waiting = np.zeros((len(sound), self._in_hand), np.float32)
                sound = self._after(None, sound)
            self._waiting = np.concatenate([waiting, sound], axis=1)

    def take(self, count: int) -> np.ndarray:
        """So many samples, shape (channels, count); silence where there are none."""
        with self._lock:
            fade, there = len(self._rise), self._waiting.shape[1]
            taken, self._waiting = self._waiting[:, :count], self._waiting[:, count:]
            if 0 < there < count + fade:
                falling = self._rise[::-1][-taken.shape[1] :]
                taken = taken.copy()
                taken[:, -len(falling) :] *= falling
                self._waiting = self._waiting[:, :0]
            return np.pad(taken, ((0, 0), (0, count - taken.shape[1])))

    def _after(self, before: np.ndarray | None, sound: np.ndarray) -> np.ndarray:
        """Sound that is faded in, over what would have been heard."""
        fade = len(self._rise)
        faded = sound.copy()
        faded[:, :fade] *= self._rise
        if before is not None:
            faded[:, :fade] += before[:, :fade] * self._rise[::-1]
        return faded


class Loudspeaker:
    """Plays what has been played, through whatever takes it from the queue.

    Parameters
    ----------
    is_there : callable
        Whether anything takes it still.
    release : callable
        Lets go of what does.
    """

    def __init__(
        self, queue: Queue, is_there: Callable[[], bool], release: Callable[[], None]
    ) -> None:
        self._queue, self._is_there, self._release = queue, is_there, release

    def add(self, played: Played, latency_s: float) -> None:
        """Take what has just been played.

        Raises
        ------
        RuntimeError
            If the loudspeaker has gone.
        """
        if not self._is_there():
            raise RuntimeError("it was taken away, or its driver has stopped")
        self._queue.add(np.concatenate([moment.sound for moment in played.moments], axis=1))

    def close(self) -> None:
        """Stop at once."""
        self._release()


def open_loudspeaker(rate: int, channels: int) -> Loudspeaker:
    """Open the default output of this machine.

    Raises
    ------
    DataError
        If there is none.
    """
    try:
        import sounddevice
    except ImportError:
        raise _none("sounddevice is not installed", "pip install sounddevice") from None
    except OSError as error:
        raise _none(str(error), "Install PortAudio (apt install libportaudio2)") from None
    queue = Queue(rate, channels)

    def fill(out: np.ndarray, count: int, *_: object) -> None:
        out[:] = queue.take(count).T

    try:
        stream = sounddevice.OutputStream(rate, channels=channels, dtype="float32", callback=fill)
        stream.start()
    except sounddevice.PortAudioError as error:
        cure = "Connect one, and make it the system's default output"
        raise _none(str(error.args[0]), cure) from None
    return Loudspeaker(queue, lambda: bool(stream.active), stream.close)


def _none(found: str, cure: str) -> DataError:
    return DataError("sound", expected="an output", found=found, cure=cure + ".")
