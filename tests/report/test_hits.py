import pytest

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.report import hits
from eeg2music.report.published import TABLE_2
from tests.report import tables


def test_the_headline_comes_first_and_every_share_stands_in_its_cell():
    boards = tables.boards()
    assert [board.protocol for board in boards] == ["headline", "paper"]
    for board in boards:
        for group in board.groups:
            told = {r.system: tuple(e.value for e in r.estimates) for r in group.rows}
            assert told == tables.SHARES


def test_ours_leads_and_oracles_close_each_table():
    order = [row.system for row in tables.boards()[0].groups[0].rows]
    assert order[0] == "ours"
    assert order[-1] == "oracle_features"


def test_groups_are_apart_by_mask_ratio_and_cohort():
    board = tables.boards(("planted", "null"))[1]
    assert [(g.cohort.name, g.mask_ratio) for g in board.groups] == [
        ("planted", 0.15),
        ("planted", 1.0),
        ("null", 0.15),
        ("null", 1.0),
    ]


def test_every_gain_stands_beside_the_system_that_it_is_over():
    hits_, low = tables.hits(("planted", "null")), {}
    gains = tables.gains(hits_)
    gains["ci_low"] = [-at / 1000 for at in range(len(gains))]  # tells rows apart
    for board in hits.boards(hits_, gains, tables.COHORTS):
        for group in board.groups:
            for row in group.rows:
                place = (board.protocol, group.cohort.name, group.mask_ratio, row.system)
                low |= {(*place, k): gain.low for k, gain in row.gains.items()}
    key = ["protocol", "cohort", "mask_ratio", "other", "k"]
    assert low == gains.set_index(key)["ci_low"].to_dict()
    assert len(low) == len(gains)


SYSTEMS = registry.names()
REQUIRED = [name for name in SYSTEMS if registry.find(name, registry.System).is_required]


def test_what_a_table_must_hold_is_what_the_question_needs():
    assert sorted(REQUIRED) == ["no_eeg", "ours", "permuted", "random", "unigram"]


@pytest.mark.parametrize("control", REQUIRED)
def test_a_table_without_a_control_is_refused(control):
    incomplete = tables.hits(**{control: ()})
    with pytest.raises(DataError, match=f"no {control} in the headline protocol"):
        hits.require_controls(incomplete, SYSTEMS, "hits.parquet")


def test_a_table_with_every_control_is_shown():
    hits.require_controls(tables.hits(), SYSTEMS, "hits.parquet")


def test_published_shares_stand_at_their_k_only():
    rows = {row.system: row.estimates for row in hits.published_rows((1, 2, 5))}
    assert set(rows) == set(TABLE_2)
    ours = rows["Ours"]
    assert (ours[0].value, ours[1], ours[2].value) == (0.2427, None, pytest.approx(0.4529))


def test_cohorts_whose_brains_are_called_the_same_are_told_apart():
    one, other = (hits.Cohort(name, "brains that follow", follows=True) for name in ("a", "b"))
    assert one.label == "a: brains that follow" != other.label
