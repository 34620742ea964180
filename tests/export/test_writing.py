"""Tables as plain rows, in files that pandas and DuckDB read."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.cli import main
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES
from eeg2music.evaluation.tables import LEADS
from eeg2music.evidence.tables import INTER_SUBJECT
from eeg2music.export import writing
from eeg2music.export.writing import write_rows
from tests.export.files import BANDS, CHANNELS, write_features
from tests.refusals import refusal

ROWS = {"subject": ["s01"], "video": [3], "slice": [0], "frame": [1]}


@pytest.fixture
def features(tmp_path):
    write_features(tmp_path / "s01.parquet")
    return tmp_path / "s01.parquet"


def test_scalar_columns_are_written_as_they_are(tmp_path):
    told = {"system": ["ours", "ours"], "other": ["a,b", 'say "no"'], "protocol": ["paper"] * 2}
    told |= {"mask_ratio": [0.15, 1.0], "k": [1, 5], "cohort": ["x", ""]}
    parquet.write(tmp_path / "l.parquet", LEADS, told | {"gain": [1 / 3, np.nan], "p": [0, np.inf]})
    write_rows(tmp_path / "l.parquet", tmp_path / "out/l.csv")
    assert (tmp_path / "out/l.csv").read_bytes().decode() == (
        "system,other,protocol,mask_ratio,k,cohort,gain,p\n"
        'ours,"a,b",paper,0.15,1,x,0.3333333333333333,0.0\n'
        'ours,"say ""no""",paper,1.0,5,,,inf\n'
    )


def test_an_array_column_becomes_a_column_for_each_place_called_as_the_file_has_it(
    features, tmp_path, capsys
):
    write_rows(features, tmp_path / "s01.csv")
    rows = pd.read_csv(tmp_path / "s01.csv")
    places = [f"de[{channel},{band}]" for channel in CHANNELS for band in BANDS]
    assert list(rows) == ["subject", "video", "slice", "frame", *places]
    de = parquet.read(features, EEG_FEATURES).array("de")
    assert np.array_equal(rows[places].to_numpy(np.float32), de.reshape(4, 6))
    assert main(["csv", str(features)]) == 0
    assert capsys.readouterr().out == (tmp_path / "s01.csv").read_text()


def test_places_without_names_are_numbered_from_0(tmp_path):
    shapes = {"de": (1, 2), "chroma": (1, 12), "onset": (1, 2), "mfcc": (1, 1), "patch": (1, 1, 2)}
    arrays = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    rows = {name: ROWS[name] for name in AUDIO_FEATURES.key} | arrays
    parquet.write(
        tmp_path / "a.parquet", AUDIO_FEATURES, rows, {"bands": ["one"], "hops": [5, 6, 7]}
    )
    write_rows(tmp_path / "a.parquet", tmp_path / "a.csv")
    names = list(pd.read_csv(tmp_path / "a.csv"))
    assert {"de[0]", "de[1]", "chroma[11]", "patch[one,0]", "patch[one,1]"} <= {*names}


LONG = """\
subject,video,slice,frame,channel,band,value
s01,1,0,0,Fp1,theta,0.0
s01,1,0,0,Fp1,alpha,0.1
s01,1,0,0,AF3,theta,0.2
s01,1,0,0,AF3,alpha,0.3
s01,1,0,0,F3,theta,0.4
s01,1,0,0,F3,alpha,0.5
s01,1,0,1,Fp1,theta,0.6
"""


def test_a_long_table_has_a_row_for_each_channel_and_band(features, capsys):
    assert main(["csv", str(features), "--long"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(LONG)
    assert told.count("\n") == 1 + 4 * 3 * 2


def test_a_long_table_in_parquet_holds_what_the_array_does(features, tmp_path):
    target = tmp_path / "long.parquet"
    assert main(["csv", str(features), "--long", "de", "-o", str(target)]) == 0
    de = parquet.read(features, EEG_FEATURES).array("de")
    for rows in (pd.read_parquet(target), duckdb.sql(f"from '{target}'").df()):
        assert list(rows) == LONG.splitlines()[0].split(",")
        assert rows["value"].dtype == np.float32
        wide = rows.pivot(index=["video", "frame"], columns=["channel", "band"], values="value")
        for place, (channel, band) in enumerate((c, b) for c in CHANNELS for b in BANDS):
            assert np.array_equal(wide[channel, band].to_numpy(), de.reshape(4, 6)[:, place])
    field = pq.read_schema(target).field("value")
    assert field.metadata == {b"unit": b"nats", b"meaning": b"differential entropy"}


def test_the_same_table_gives_the_same_bytes(features, tmp_path):
    for suffix in (".csv", ".parquet"):
        targets = [tmp_path / f"{name}{suffix}" for name in "ab"]
        for target in targets:
            write_rows(features, target, "de")
        assert len({target.read_bytes() for target in targets}) == 1


def test_an_axis_of_songs_is_named_by_the_videos_of_the_header(tmp_path):
    rows = {"cohort": ["x"], "band": ["all"], "component": [1], "subject": ["s01"], "video": [7]}
    rows |= {"correlation": np.zeros((1, 3)), "across_songs": np.array([[0.25, 0.5]])}
    parquet.write(tmp_path / "c.parquet", INTER_SUBJECT, rows, {"videos": [7, 12]})
    write_rows(tmp_path / "c.parquet", tmp_path / "c.csv", "across_songs")
    found = pd.read_csv(tmp_path / "c.csv")
    assert found[["song", "value"]].to_numpy().tolist() == [[7, 0.25], [12, 0.5]]


def test_of_several_array_columns_one_has_to_be_named(tmp_path):
    source = tmp_path / "f.parquet"
    arrays = {"eeg": np.zeros((1, 2, 3)), "de": np.zeros((1, 2, 4))}
    parquet.write(source, EEG_FRAMES, ROWS | arrays)
    told = {"file": source, "expected": "array columns: eeg, de", "cure": "after --long"}
    refusal(lambda: write_rows(source, None, ""), **told, found="no name")
    refusal(lambda: write_rows(source, None, "chroma"), **told, found="chroma")
    write_rows(source, tmp_path / "f.csv", "eeg")
    assert len(pd.read_csv(tmp_path / "f.csv")) == 6


def test_a_table_without_arrays_cannot_be_long(tmp_path):
    source = tmp_path / "t.parquet"
    columns = {each.name: [] for each in TRIALS.columns}
    parquet.write(source, TRIALS, columns)
    told = {"expected": "it has none", "found": "no name", "cure": "Leave out --long."}
    refusal(lambda: write_rows(source, None, ""), file=source, **told)


@pytest.mark.parametrize(("name", "long"), [("a.xlsx", ""), ("a.parquet", None), ("a", "de")])
def test_a_target_of_another_kind_is_refused(features, tmp_path, name, long):
    target = tmp_path / "out" / name
    told = {"file": target, "expected": "a name that ends in .csv", "cure": "-o"}
    found = target.suffix or "no suffix"
    refusal(lambda: write_rows(features, target, long), **told, found=found, out=target.parent)


def test_a_table_is_not_replaced_by_its_own_rows(features):
    before = features.read_bytes()
    told = {"expected": "another file to write", "found": "the same", "cure": "-o"}
    refusal(lambda: write_rows(features, features, ""), file=features, **told)
    assert features.read_bytes() == before


def test_what_fails_leaves_an_older_file_and_nothing_half_written(features, tmp_path, monkeypatch):
    target = tmp_path / "out/s01.csv"
    write_rows(features, target)
    before = target.read_bytes()

    def full(frame, stream):
        stream.write("subject,vid")
        raise OSError("no space left")

    monkeypatch.setattr(writing, "_to_csv", full)
    with pytest.raises(OSError, match="no space"):
        write_rows(features, target, "")
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_the_command_says_what_is_wrong_in_a_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("nothing")
    assert main(["csv", "notes.txt", "-o", "notes.csv"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: notes.txt: expected a table of eeg2music")
    assert told.count("\n") == 1
    assert not (tmp_path / "notes.csv").exists()
