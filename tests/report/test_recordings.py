"""What recordings tell, laid out."""

import pandas as pd
import pytest

from eeg2music.report import beside, sentences
from eeg2music.report.hits import Estimate
from eeg2music.report.recordings import recordings
from tests.report.recorded import PAIRS, SHARED, SMALLEST, recorded


@pytest.fixture(scope="module")
def told():
    return recordings(recorded())


def test_of_what_is_shared_bands_stand_with_their_sum_and_all_of_them_last(told):
    assert [row.band for row in told.agreements] == ["alpha", "all"]
    alpha, every = told.agreements
    assert every.correlation == Estimate(0.61, 0.51, 0.71)
    assert (every.chance, every.p, every.other_songs, every.p_other_songs) == (
        0.16,
        0.0001,
        0.02,
        0.0002,
    )
    assert (alpha.other_songs, alpha.p_other_songs) == (None, None)


def test_what_is_read_stands_feature_by_feature_beside_chance(told):
    assert told.targets == ("subject", "stimulus", "arousal")
    entropy, normalised, _, encoder = told.read
    assert entropy.found["arousal"] == Estimate(0.84, -0.18, 1.0)
    assert (entropy.chances["subject"], encoder.chances["stimulus"]) == (0.083, 0.025)
    assert "stimulus" not in entropy.found
    assert normalised.found == {}


def test_a_correlation_that_was_fitted_has_no_interval(told):
    held_out, fitted = told.pairs
    assert (held_out.low, held_out.high) == (0.28, 0.56)
    assert (held_out.chance_low, held_out.chance_high) == (-0.14, 0.15)
    assert (fitted.low, fitted.high, fitted.other_songs) == (None, None, None)
    assert [row.fitted_on for row in told.pairs] == ["training trials", "the same trials"]


def test_no_strength_is_told_where_none_was_enough(told):
    assert [row.strength for row in told.smallest] == [0.019, 0.021, 0.011, None]
    assert told.smallest[1].high is None
    assert told.smallest[3].variance_share is None


def test_a_test_shows_what_it_shows_against_both_kinds_of_chance(told):
    assert sentences.detectable(told, 0.8) == (
        "Without any model, by decoding, a coupling of 0.021 nats (SD, in one band at a few "
        "electrodes) or more would have shown with a power of 80 %."
    )
    nothing = recordings(recorded(smallest_effect=SMALLEST.assign(strength=float("inf"))))
    assert sentences.detectable(nothing, 0.8).startswith("No coupling that was tried")


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.0001, "beyond chance, p < 0.001"), (0.2, "not beyond chance, p = 0.200")],
)
def test_whether_listeners_share_anything_follows_from_p(p, said):
    told = recordings(recorded(shared=SHARED.assign(p=p)))
    assert sentences.shared(told, 0.95) == f"In all bands together, 0.61 (0.51 to 0.71), {said}."


def test_an_interval_that_a_single_listener_leaves_open_is_told_as_open():
    told = recordings(recorded(shared=SHARED.assign(ci_low=-float("inf"), ci_high=float("inf"))))
    assert "0.61 (−∞ to ∞)" in sentences.shared(told, 0.95)


def test_where_nobody_could_be_compared_that_is_said():
    told = recordings(recorded(shared=SHARED.iloc[:0], correspondence=PAIRS.iloc[:0]))
    assert (told.agreements, told.pairs) == ((), ())
    assert sentences.shared(told, 0.95).startswith("Nobody could be held")


def test_the_figures_hold_every_listener_song_shift_and_strength(tmp_path):
    curve = pd.DataFrame({"shift_s": [0.5, -0.5, 0.0], "k": 5, "hits": [0.5, 0.4, 0.7]})
    curve = curve.assign(ci_low=curve["hits"] - 0.1, ci_high=curve["hits"] + 0.1)
    beside.time_shifts(tmp_path / "shifts.svg", curve, 0.2)
    rows = pd.DataFrame(
        [("subject", "s07"), ("subject", "s08"), ("song", "31"), ("trials", "worst decile")],
        columns=["over", "cluster"],
    ).assign(system="ours", k=5, hits=0.5, gain=0.1)
    beside.clusters(tmp_path / "clusters.svg", rows)
    power = pd.DataFrame(
        [
            (test, against, strength, strength * 5)
            for test in ("decoding", "inter-subject correlation")
            for against in ("shifts", "songs")
            for strength in (0.0, 0.05, 0.2)
        ],
        columns=["test", "against", "strength", "found"],
    )
    beside.power(tmp_path / "power.svg", power, 0.8)
    drawn = {path.stem: path.read_text() for path in tmp_path.iterdir()}
    for text in ("EEG from that much later", "best guess without a brain", "Hits@5"):
        assert text in drawn["shifts"]
    for name in ("s07", "s08", "31"):
        assert f">{name}<" in drawn["clusters"]
    assert "worst decile" not in drawn["clusters"]
    assert drawn["power"].count("against songs") == 2
    assert "power of 80%" in drawn["power"]
