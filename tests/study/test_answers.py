import csv

import numpy as np
import pytest

from eeg2music.errors import DataError
from eeg2music.study.answers import read
from eeg2music.study.key import Key
from eeg2music.study.page import COLUMNS
from eeg2music.study.pairs import draw

PAIRS = draw({"s01_01": 24.0, "s02_01": 24.0}, 2.0, 2, np.random.default_rng(1))
KEY = Key(source="results", seed="ab", excerpt_s=2.0, pairs=PAIRS)


def row(pair, chosen, listener="anna", **other):
    told = dict.fromkeys(COLUMNS, "1") | {"seal": KEY.seal, "listener": listener}
    return told | {"pair": pair.name, "chosen": chosen} | other


def write(path, rows, columns=COLUMNS):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_answers_say_who_preferred_what(tmp_path):
    rows = [row(PAIRS[0], PAIRS[0].generated), row(PAIRS[1], PAIRS[1].other)]
    found = read([write(tmp_path / "anna.csv", rows)], KEY)
    assert found["generated"].tolist() == [True, False]
    assert found["contrast"].tolist() == [pair.contrast for pair in PAIRS[:2]]
    assert found["trial"].tolist() == [pair.trial for pair in PAIRS[:2]]
    assert set(found["listener"]) == {"anna"}


def test_what_was_saved_twice_counts_once(tmp_path):
    rows = [row(PAIRS[0], PAIRS[0].generated), row(PAIRS[1], PAIRS[1].other)]
    early, late = write(tmp_path / "a.csv", rows[:1]), write(tmp_path / "b.csv", rows)
    assert len(read([early, late, late], KEY)) == 2


def test_two_people_of_one_code_are_told(tmp_path):
    files = [
        write(tmp_path / f"{n}.csv", [row(PAIRS[0], chosen)])
        for n, chosen in enumerate((PAIRS[0].generated, PAIRS[0].other))
    ]
    with pytest.raises(DataError, match=r"1\.csv, line 2: expected what anna answered elsewhere"):
        read(files, KEY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seal": "0" * 64}, "an answer under seal"),
        ({"listener": "=cmd()"}, "a code of letters"),
        ({"listener": ""}, "a code of letters"),
        ({"pair": "0123"}, "a pair of the study"),
        ({"chosen": PAIRS[1].generated}, "one of the two excerpts"),
        ({"chosen": ""}, "one of the two excerpts"),
    ],
)
def test_what_is_no_answer_to_the_study_is_refused(tmp_path, change, told):
    path = write(tmp_path / "a.csv", [row(PAIRS[0], PAIRS[0].generated) | change])
    with pytest.raises(DataError, match=rf"a\.csv, line 2: expected {told}"):
        read([path], KEY)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "expected columns"),
        (b"name,age\nanna,3\n", "expected columns"),
        (b"\xff\xfe\x00", "expected a CSV file"),
        (",".join(COLUMNS).encode() + b"\n1,2\n", "expected 10 values"),
        (",".join(COLUMNS).encode() + b"\n" + b"1," * 10 + b"1\n", "expected 10 values"),
        (",".join(COLUMNS).encode() + b"\n", "expected answers; found none"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(tmp_path, content, told):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(DataError, match=told):
        read([tmp_path / "a.csv"], KEY)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read([tmp_path / "a.csv"], KEY)


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path):
    path = write(tmp_path / "a.csv", [row(PAIRS[0], PAIRS[0].generated)])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read([path], KEY)) == 1
