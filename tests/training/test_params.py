"""Tables of cells, as ``params.yaml`` declares them."""

import pytest

from eeg2music.errors import DataError
from eeg2music.training.params import named
from tests.pipeline.parameters import parameters

TABLE = {
    "title": "Some",
    "systems": ["lstm", "ours"],
    "variants": ["", "paper"],
    "beside": [],
    "reference": "ours",
    "folds": 1,
    "k": [1],
}


def _declared(**changed):
    return parameters(experiments__tables={"some": {**TABLE, **changed}}).experiments.tables["some"]


def test_cells_are_each_system_under_each_variant():
    assert _declared().cells == ["lstm", "lstm+paper", "ours", "ours+paper"]
    assert named("ours", "a+b") == "ours+a+b"
    beside = _declared(systems=["ours"], beside=["rnn+paper"], reference="rnn+paper")
    assert beside.cells == ["ours", "ours+paper", "rnn+paper"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reference": "rnn"}, r"reference 'rnn' is none of lstm, lstm\+paper, ours"),
        ({"systems": ["theirs"]}, "is none of the systems ours, "),
        ({"systems": []}, "at least 1 item"),
        ({"beside": ["theirs+paper"]}, "is none of the systems ours, "),
        ({"beside": ["ours+papr"]}, "no variant called papr"),
        ({"variants": ["papr"], "reference": "ours+papr"}, "no variant called papr"),
    ],
)
def test_what_cannot_be_made_is_refused(changed, told):
    with pytest.raises(DataError, match=told):
        _declared(**changed)


def test_a_variant_of_all_must_be_known():
    with pytest.raises(DataError, match="no variant called papr"):
        parameters(experiments__variant="papr")
