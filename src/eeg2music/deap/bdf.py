"""BioSemi's data format (BDF): a strict header, exact triggers, signals by MNE.

Layout: 256 bytes about the file, 256 bytes a channel, then records that hold each
channel's samples as little-endian 24-bit integers, the trigger channel last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import numpy as np

from eeg2music.errors import DataError

_MAGIC = b"\xffBIOSEMI"
_BLOCK = 256
_SAMPLE_BYTES = 3
_NAME_BYTES = 16
_BYTES_BEFORE_RANGES = 104
"""Header bytes a channel ahead of its physical and digital ranges: four numbers of eight."""
_BYTES_BEFORE_SAMPLE_COUNTS = 216
"""Header bytes a channel ahead of its number of samples a record."""
_COPY_AGAIN = "Copy or download the file again."


@dataclass(frozen=True)
class Header:
    """What a recording says of itself.

    ``names`` are the channels' in the file's order; a channel may be unnamed. All
    channels have ``samples_per_record`` samples in each of ``records`` records.
    """

    names: tuple[str, ...]
    records: int
    samples_per_record: int
    sampling_rate_hz: float

    @property
    def samples(self) -> int:
        """Samples of each channel."""
        return self.records * self.samples_per_record

    @property
    def header_bytes(self) -> int:
        """Bytes before the first sample."""
        return _BLOCK * (1 + len(self.names))

    @property
    def file_bytes(self) -> int:
        """Size of the whole file."""
        return self.header_bytes + self.samples * len(self.names) * _SAMPLE_BYTES


def read_header(path: Path) -> Header:
    """Read the header and check that the file is as long as it says.

    Raises
    ------
    DataError
        If there is no such file, if it is no 24-bit BDF, if channels differ in
        sampling rate or lack a range, or if the file is shorter or longer than its header
        promises.
    """
    try:
        with path.open("rb") as stream:
            fixed = stream.read(_BLOCK)
            _check_magic(path, fixed)
            channels = stream.read(_BLOCK * _number(path, fixed, 252, 4, "channels"))
    except OSError as error:
        raise _refusal(path, "a readable BDF recording", str(error.strerror)) from None
    header = _parse(path, fixed, channels)
    _check_size(path, header)
    return header


def trigger_codes(path: Path, header: Header, mask: int) -> np.ndarray:
    """Codes of the last channel, exactly as stored, masked.

    Returns
    -------
    ndarray of int32, shape (samples,)
    """
    shape = (header.records, len(header.names), header.samples_per_record, _SAMPLE_BYTES)
    stored = np.memmap(path, np.uint8, mode="r", offset=header.header_bytes, shape=shape)
    triggers = np.asarray(stored[:, -1]).reshape(-1, _SAMPLE_BYTES).astype(np.int32)
    return (triggers @ (1 << np.array([0, 8, 16], dtype=np.int32))) & mask


def read_windows(
    path: Path, channels: Sequence[str], starts: Sequence[int], samples: int
) -> Iterator[np.ndarray]:
    """Read equally long windows of named channels, one after the other.

    Parameters
    ----------
    starts
        First sample of each window.
    samples
        Length of a window.

    Yields
    ------
    ndarray of float64, shape (channels, samples), µV
        Channels in the order asked for.
    """
    import mne

    try:
        raw = mne.io.read_raw_bdf(path, include=list(channels), preload=False, verbose="error")
    except (ValueError, OverflowError, RuntimeError) as error:  # of fields unread by `read_header`
        raise _refusal(path, "a recording that MNE reads", str(error).splitlines()[0]) from None
    picks = [raw.ch_names.index(name) for name in channels]
    for start in starts:
        yield 1e6 * raw.get_data(picks, start, start + samples)


def _check_magic(path: Path, fixed: bytes) -> None:
    if not fixed.startswith(_MAGIC) or len(fixed) < _BLOCK:
        raise DataError(
            path,
            expected="a 24-bit BDF recording, beginning with the bytes FF 'BIOSEMI'",
            found=f"{len(fixed[:8])} first bytes {fixed[:8]!r}" if fixed else "an empty file",
            cure="Put the recording as DEAP distributes it in this place.",
        )


def _parse(path: Path, fixed: bytes, channels: bytes) -> Header:
    count = _number(path, fixed, 252, 4, "channels")
    if len(channels) < count * _BLOCK:
        raise _refusal(path, f"a header of {count} channels", "a file that ends within it")
    _check_ranges(path, channels, count)
    records = _number(path, fixed, 236, 8, "records")
    lengths = {
        _number(path, channels, count * _BYTES_BEFORE_SAMPLE_COUNTS + 8 * i, 8, "samples a record")
        for i in range(count)
    }
    if len(lengths) != 1:
        raise _refusal(path, "one sampling rate for all channels", f"{sorted(lengths)} samples")
    record_s = _number(path, fixed, 244, 8, "seconds a record")
    names = tuple(
        channels[_NAME_BYTES * i : _NAME_BYTES * (i + 1)].decode("latin-1").strip("\0 ")
        for i in range(count)
    )
    length = lengths.pop()
    return Header(names, records, length, length / record_s)


def _number(path: Path, block: bytes, start: int, width: int, what: str) -> int:
    text = block[start : start + width].decode("latin-1").strip()
    if not text.isdecimal() or int(text) == 0:
        raise _refusal(path, f"the number of {what} in the header", repr(text))
    return int(text)


def _check_ranges(path: Path, channels: bytes, count: int) -> None:
    """Check that every channel says for which physical values its integers stand."""
    first = count * _BYTES_BEFORE_RANGES
    texts = channels[first : first + 4 * 8 * count].decode("latin-1")
    try:
        numbers = [float(texts[8 * i : 8 * i + 8]) for i in range(4 * count)]
    except ValueError as error:
        raise _refusal(path, "physical and digital ranges in the header", str(error)) from None
    ranges = [numbers[i * count : (i + 1) * count] for i in range(4)]
    for channel, (low, high, lowest, highest) in enumerate(zip(*ranges, strict=True), start=1):
        if not (low < high < inf and -inf < low and lowest < highest):
            found = f"{low:g} to {high:g} for {lowest:g} to {highest:g} in channel {channel}"
            raise _refusal(path, "ranges from a lower to a higher value", found)


def _check_size(path: Path, header: Header) -> None:
    size = path.stat().st_size
    if size != header.file_bytes:
        state = "truncated" if size < header.file_bytes else "too long"
        raise _refusal(
            path,
            f"{header.file_bytes} bytes ({header.records} records)",
            f"{size} bytes, so the file is {state}",
        )


def _refusal(path: Path, expected: str, found: str) -> DataError:
    return DataError(path, expected=expected, found=found, cure=_COPY_AGAIN)
