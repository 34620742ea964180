import pytest

from eeg2music.report.reach import reach
from tests.report import tables


def test_is_ours_of_the_oracle_at_every_k():
    told = reach("fold-2", tables.hits(("planted", "null")).iloc[::-1], "planted")
    ours, limits = tables.SHARES["ours"], tables.SHARES["oracle_features"]
    assert (told.fold, told.ours, told.limits) == ("fold-2", ours, limits)
    assert told.fractions == pytest.approx(
        [own / limit for own, limit in zip(ours, limits, strict=True)]
    )


def test_the_oracle_of_the_features_is_the_limit_of_what_is_fitted_on_them():
    table = tables.hits(oracle_sources=(0.9,) * 5)
    table.loc[table["system"] == "oracle_sources", "kind"] = "oracle"
    assert reach("f", table, "planted").limits == tables.SHARES["oracle_features"]


def test_of_recorded_brains_there_is_no_limit():
    told = reach("f", tables.hits(("deap",), oracle_features=()), "deap")
    assert told.limits is told.fractions is None
