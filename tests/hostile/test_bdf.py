"""Recordings that are not what they should be: each is refused, and told why."""

import zipfile

import numpy as np
import pytest

from eeg2music.deap import montage
from eeg2music.deap.original import open_original
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import open_recording
from eeg2music.eeg.params import Slices
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from tests.deap.recordings import (
    RATE_HZ,
    REAL,
    codes,
    needs_real,
    noise,
    write_bdf,
    write_ratings,
    write_recording_of,
)
from tests.refusals import refusal

COUNT = 48
HEADER = 256 * (1 + COUNT)
SECONDS = 24
ONSETS = [1500, 3700, 6400, 8800]
VIDEOS = [9, 4, 17, 2]
GRID = Grid(trial_s=2.0, slice_s=1.0, frame_s=0.5)
SETTINGS = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=True)
FIELDS = {
    "names": 16,
    "transducers": 80,
    "units": 8,
    "physical minima": 8,
    "physical maxima": 8,
    "digital minima": 8,
    "digital maxima": 8,
    "filters": 80,
    "samples a record": 8,
    "reserved": 32,
}
"""Fields of the channels' header, in order, and each one's bytes a channel."""

WHOLE = "Copy or download the file again."
NO_BDF = "Put the recording as DEAP distributes it"
NOT_DEAP = "Use the subject's original recording"
NO_ROW = "Restore participant_ratings.csv"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """A usable recording's bytes."""
    path = tmp_path_factory.mktemp("good") / "s01.bdf"
    return write_bdf(path, noise(SECONDS), codes(SECONDS, ONSETS)).read_bytes()


@pytest.fixture
def raw(tmp_path):
    """Folder of nothing but the offending recording."""
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def refuse(path, content, **told):
    path.write_bytes(content)
    refusal(lambda: open_recording(path), file=path, **told)
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == content


def join(path, rows, start_times=None, subject="s01"):
    """Join a recording with ratings, and read its trials."""
    file = write_ratings(path.with_name("ratings.csv"), subject, rows, start_times)
    session = open_original(path, subject, read_ratings(file), file)
    return session.cleaned(GRID, SETTINGS)


def test_the_recording_that_the_others_are_made_of_is_usable(content, raw):
    (raw / "s01.bdf").write_bytes(content)
    assert join(raw / "s01.bdf", VIDEOS).shape == (4, 32, 256)


# Where a file ends


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 255])
def test_a_file_that_ends_within_the_first_block(content, raw, kept):
    found = "an empty file" if kept == 0 else "first bytes"
    told = {"expected": "24-bit BDF", "found": found, "cure": NO_BDF}
    refuse(raw / "s01.bdf", content[:kept], **told)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("part", ["start", "middle", "end"])
def test_a_file_that_ends_within_the_channels_header(content, raw, field, part):
    names = list(FIELDS)
    begin = 256 + COUNT * sum(FIELDS[name] for name in names[: names.index(field)])
    length = COUNT * FIELDS[field]
    kept = begin + {"start": 0, "middle": length // 2 + 3, "end": length - 1}[part]
    told = {"expected": "header of 48 channels", "found": "a file that ends within", "cure": WHOLE}
    refuse(raw / "s01.bdf", content[:kept], **told)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda good: good[:HEADER], id="no record"),
        pytest.param(lambda good: good[: HEADER + 1000], id="in the first record"),
        pytest.param(lambda good: good[: len(good) - COUNT * RATE_HZ * 3], id="one record less"),
        pytest.param(lambda good: good[:-1], id="in the middle of the last sample"),
        pytest.param(lambda good: good[:-2], id="in the last sample"),
    ],
)
def test_a_file_that_ends_within_its_records(content, raw, change):
    told = {"expected": f"{len(content)} bytes (24 records)", "found": "truncated", "cure": WHOLE}
    refuse(raw / "s01.bdf", change(content), **told)


@pytest.mark.parametrize("more", [b"\0", b"\n", b"\0" * COUNT * RATE_HZ * 3])
def test_trailing_bytes(content, raw, more):
    told = {"expected": f"{len(content)} bytes", "found": "too long", "cure": WHOLE}
    refuse(raw / "s01.bdf", content + more, **told)


# What is no BDF


def zipped(content, folder):
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("s01.bdf", content)
    return (folder / "a.zip").read_bytes()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda good, _: b"0       " + good[8:], id="EDF"),
        pytest.param(lambda good, _: b"GIF89a" + good[6:], id="GIF"),
        pytest.param(zipped, id="zip"),
        pytest.param(lambda good, _: b"<!DOCTYPE html>" + b" " * 600, id="login page"),
        pytest.param(lambda good, _: bytes(100_000), id="zeros"),
        pytest.param(lambda good, _: b"\xfeBIOSEMI" + good[8:], id="one bit off"),
        pytest.param(lambda good, _: b"\xef\xbf\xbdBIOSEMI" + good[8:], id="taken for text"),
    ],
)
def test_another_format(content, raw, tmp_path, make):
    other = make(content, tmp_path)
    refuse(raw / "s01.bdf", other, expected="24-bit BDF", found="first bytes", cure=NO_BDF)


def test_a_folder_in_the_file_s_place(raw):
    path = raw / "s01.bdf"
    path.mkdir()
    told = {"expected": "a readable BDF recording", "found": "Is a directory", "cure": WHOLE}
    refusal(lambda: open_recording(path), file=path, **told, out=path)


def test_a_missing_file(raw):
    path = raw / "s01.bdf"
    told = {"expected": "a readable BDF recording", "found": "No such file", "cure": WHOLE}
    refusal(lambda: open_recording(path), file=path, **told, out=raw)


# What the header says


def patched(content, at, field):
    return content[:at] + field + content[at + len(field) :]


NUMBERS = [
    (252, 4, "channels", ["0", "-1", "abc", "", "48.0", "\0\0\0\0", "²"]),
    (236, 8, "records", ["-1", "0", "1e3", "", "\xff\xff"]),
    (244, 8, "seconds a record", ["0", "-1", "nan", "inf", ""]),
    (256 + COUNT * 216, 8, "samples a record", ["0", "-512", "5I2", ""]),
]


@pytest.mark.parametrize(
    ("at", "width", "what", "value"),
    [
        pytest.param(at, width, what, value, id=f"{what} {value!a}")
        for at, width, what, values in NUMBERS
        for value in values
    ],
)
def test_a_number_of_the_header(content, raw, at, width, what, value):
    field = value.encode("latin-1").ljust(width)
    told = {"expected": f"the number of {what}", "found": repr(value.strip()), "cure": WHOLE}
    refuse(raw / "s01.bdf", patched(content, at, field), **told)


def test_more_channels_than_the_file_has_bytes_for(content, raw):
    few = patched(content, 252, b"9999")[:20_000]
    told = {"expected": "header of 9999 channels", "found": "ends within", "cure": WHOLE}
    refuse(raw / "s01.bdf", few, **told)


def test_more_channels_than_there_are(content, raw):
    path = raw / "s01.bdf"
    path.write_bytes(patched(content, 252, b"9999"))
    with pytest.raises(DataError, match="header"):
        open_recording(path)


def test_channels_of_different_sampling_rates(content, raw):
    slower = patched(content, 256 + COUNT * 216 + 8 * 40, b"256     ")
    told = {"expected": "one sampling rate", "found": "[256, 512] samples", "cure": WHOLE}
    refuse(raw / "s01.bdf", slower, **told)


@pytest.mark.parametrize(
    ("channel_field", "value", "expected", "found"),
    [
        (104, b"what?   ", "physical and digital ranges", "could not convert"),
        (112, b"-262144 ", "from a lower to a higher", "-262144 to -262144"),
        (128, b"-8388608", "from a lower to a higher", "in channel 1"),
    ],
)
def test_a_channel_of_no_range(content, raw, channel_field, value, expected, found):
    bad = patched(content, 256 + COUNT * channel_field, value)
    refuse(raw / "s01.bdf", bad, expected=expected, found=found, cure=WHOLE)


# What is no recording of DEAP


def written(raw, **how):
    how = {"signals": noise(4), "triggers": codes(4, [700]), **how}
    return write_bdf(raw / "s01.bdf", **how)


def without(*names):
    return [name for name in montage.recording_channels("s01") if name not in names]


def doubled(name, instead_of):
    return [name if other == instead_of else other for other in montage.recording_channels("s01")]


def trigger_in_the_middle():
    names = list(montage.recording_channels("s01"))
    return [*names[:40], "Status", *names[40:47], "Status"]


@pytest.mark.parametrize(
    ("how", "expected", "found"),
    [
        pytest.param({"order": without("Cz")}, "each of Fp1", "not once: Cz", id="no Cz"),
        pytest.param({"order": without("EXG1")}, "each of Fp1", "not once: EXG1", id="no EXG1"),
        pytest.param({"order": doubled("Cz", "GSR2")}, "each of Fp1", "not once: Cz", id="two Cz"),
        pytest.param(
            {"order": [*trigger_in_the_middle()[:-1], "Temp2"], "trigger_name": "Temp2"},
            "the trigger channel last",
            "a last channel named 'Temp2' after Resp, Plet, Temp",
            id="trigger channel not last",
        ),
        pytest.param(
            {"order": trigger_in_the_middle(), "trigger_name": ""},
            "the trigger channel last",
            "a last channel named ''",
            id="unnamed channel after the trigger",
        ),
        pytest.param(
            {"triggers": np.zeros(4 * RATE_HZ)}, "a trigger of code 4", "none in", id="no triggers"
        ),
        pytest.param(
            {"triggers": codes(4, [700]) * 16}, "a trigger of code 4", "none in", id="other codes"
        ),
        pytest.param(
            {
                "signals": noise(4, rate_hz=256),
                "triggers": codes(4, [700], 256),
                "rate_hz": 256,
            },
            "512 Hz",
            "256 Hz",
            id="256 Hz",
        ),
    ],
)
def test_another_recording(raw, how, expected, found):
    if "order" in how:
        how = {**how, "signals": noise(4) | {"Status": np.zeros(4 * RATE_HZ)}}
    path = written(raw, **how)
    refusal(lambda: open_recording(path), file=path, expected=expected, found=found, cure=NOT_DEAP)
    assert list(raw.iterdir()) == [path]


@needs_real
def test_a_real_recording_of_another_study():
    told = {"expected": "512 Hz", "found": "2048 Hz", "cure": NOT_DEAP}
    refusal(lambda: open_recording(REAL), file=REAL, **told)


@needs_real
def test_a_real_recording_of_other_channels(raw):
    slow = patched(REAL.read_bytes(), 244, b"4       ")
    told = {"expected": "each of Fp1", "found": "not once: EXG2, EXG3, EXG4", "cure": NOT_DEAP}
    refuse(raw / "s01.bdf", slow, **told)


# What does not go with the ratings


def test_a_flat_channel(raw):
    signals = noise(SECONDS) | {"P8": np.zeros(SECONDS * RATE_HZ)}
    path = written(raw, signals=signals, triggers=codes(SECONDS, ONSETS))
    told = {"expected": "varies in every channel", "found": "a constant P8 in video 2"}
    refusal(lambda: join(path, VIDEOS), file=path, **told, cure="Repair the channel")


def test_a_recording_that_ends_within_a_trial(raw):
    onsets = [*ONSETS[:-1], (SECONDS - 2) * RATE_HZ]
    path = written(raw, signals=noise(SECONDS), triggers=codes(SECONDS, onsets))
    told = {"expected": "around video 2", "found": f"a recording of {SECONDS * RATE_HZ} samples"}
    refusal(lambda: join(path, VIDEOS), file=path, **told, cure="Restore the whole recording")


def test_a_recording_that_begins_within_a_trial(raw):
    path = written(raw, signals=noise(SECONDS), triggers=codes(SECONDS, [60, *ONSETS[1:]]))
    told = {"expected": "samples -452 to", "found": "a recording of"}
    refusal(lambda: join(path, VIDEOS), file=path, **told, cure="Restore the whole recording")


@pytest.mark.parametrize("rated", [0, 1, 3])
def test_fewer_ratings_than_videos(content, raw, rated):
    path = raw / "s01.bdf"
    path.write_bytes(content)
    file = raw / "ratings.csv"
    rows = ["s01", VIDEOS[:rated]] if rated else ["s02", VIDEOS]
    missing = ", ".join(str(number) for number in range(rated + 1, 5)) if rated else "1"

    def join_again():
        write_ratings(file, *rows)
        return open_original(path, "s01", read_ratings(file), file)

    told = {"expected": "of participant 1", "found": f"no row for trial {missing}", "cure": NO_ROW}
    refusal(join_again, file=file, **told)


def test_more_ratings_than_videos_and_times_that_fit_no_choice(content, raw):
    path = raw / "s01.bdf"
    path.write_bytes(content)
    times = [0, 1000, 1500, 9000, 9100]
    told = {"expected": "one trigger for each of the 5", "found": "fit 0 choices"}
    refusal(lambda: join(path, [*VIDEOS, 30], times), file=path, **told, cure="Leave this subject")


@pytest.mark.parametrize("rated", [12, 40])
def test_many_more_ratings_than_videos(content, raw, rated):
    path = raw / "s01.bdf"
    path.write_bytes(content)
    told = {"expected": f"each of the {rated} rated trials", "found": "4 triggers"}
    refusal(lambda: join(path, range(1, rated + 1)), file=path, **told, cure="Leave this subject")


def test_lost_triggers_that_cannot_be_told_apart(raw):
    onsets = np.arange(1500, SECONDS * RATE_HZ - 1500, 1400)
    path = write_recording_of("s28", raw / "s28.bdf", noise(SECONDS), codes(SECONDS, onsets))
    rated = range(1, len(onsets) + 2)
    told = {"expected": "start times that tell them", "found": "choices of trials"}
    refusal(lambda: join(path, rated, subject="s28"), file=path, **told, cure="Leave this subject")


def test_start_times_in_the_wrong_order(content, raw):
    path = raw / "s01.bdf"
    path.write_bytes(content)
    told = {"expected": "increase with the trials", "found": "Start_time 1 after 5", "cure": NO_ROW}
    refusal(lambda: join(path, VIDEOS, [0, 5, 1, 9]), file=raw / "ratings.csv", **told)


def test_a_video_started_twice_within_a_second(raw):
    onsets = [*ONSETS, ONSETS[-1] + 200]
    path = written(raw, signals=noise(SECONDS), triggers=codes(SECONDS, onsets))
    times = np.array(ONSETS) / RATE_HZ
    told = {"expected": "(a video started twice)", "found": "numbers 4 and 5, 0.4 s apart"}
    refusal(lambda: join(path, VIDEOS, times), file=raw / "ratings.csv", **told, cure=NO_ROW)
