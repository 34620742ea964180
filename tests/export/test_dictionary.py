import pyarrow as pa

from eeg2music.export.dictionary import Place, markdown, plain
from eeg2music.parquet import Column, keyed
from eeg2music.registry import System

SCHEMA = keyed(
    "heard",
    (Column("song", pa.int16(), "", "which | where"),),
    Column("power", pa.float32(), "dB", "how loud", ("band", "hop")),
)
SYSTEM = System(title="Ears", about="who | hears", kind="control", place=1)
PLACES = {"heard": [Place("results/<cohort>/heard.parquet", "stage `hear`")]}


def test_a_page_tells_place_key_and_every_column():
    page = markdown({"heard": SCHEMA}, PLACES, {"ears": SYSTEM})
    assert "| `ears` | Ears | control | who \\| hears |" in page
    assert "| [heard](#heard) | song |" in page
    assert "- `results/<cohort>/heard.parquet`, by stage `hear`\n- key: song\n" in page
    assert "| `song` | int16 |  |  | which \\| where |" in page
    assert "| `power` | float32 | dB | band × hop | how loud |" in page


def test_a_terminal_is_told_the_same():
    assert [line.split() for line in plain({"heard": SCHEMA}, PLACES).splitlines()] == [
        ["heard"],
        ["results/<cohort>/heard.parquet,", "by", "stage", "`hear`"],
        ["key:", "song"],
        ["song", "int16", "which", "|", "where"],
        ["power[band", "×", "hop]", "float32", "dB", "how", "loud"],
    ]


def test_a_table_that_nothing_writes_here_is_told_all_the_same():
    assert "## heard\n\n- key: song\n" in markdown({"heard": SCHEMA}, {}, {})
