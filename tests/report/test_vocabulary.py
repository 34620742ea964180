from eeg2music.report.vocabulary import ailing, measures, unigrams
from eeg2music.vocabulary.params import Vocabulary

LIMITS = Vocabulary(
    representatives=1,
    min_entries=40,
    max_largest_share=0.25,
    max_top_five_share=0.5,
    min_evenness=0.4,
    accept_unhealthy=False,
)
HEALTH = {
    "eeg": {"entries": 141, "evenness": 0.39, "largest_after": 0.03, "ami_subject": 0.01},
    "audio": {
        "entries": 1180,
        "evenness": 0.41,
        "largest_after": 0.26,
        "unigram_train": {"1": 0.1, "10": 0.5},
        "unigram_test": {"1": 0.2},
    },
}


def cells(name):
    row = next(measure for measure in measures(HEALTH, LIMITS) if measure.name == name)
    return [(cell.text, cell.alarming) for cell in row.cells]


def test_figures_beyond_a_limit_are_marked():
    assert cells("Evenness") == [("0.39", True), ("0.41", False)]
    assert cells("Largest entry") == [("3.0\u00a0%", False), ("26.0\u00a0%", True)]


def test_a_figure_that_one_vocabulary_lacks_is_an_empty_cell():
    assert cells("Information on the listener") == [("0.01", False), ("", False)]


def test_unknown_figures_come_last_under_their_own_name():
    more = HEALTH | {"eeg": HEALTH["eeg"] | {"surprise": 1.0}}
    assert measures(more, LIMITS)[-1].name == "surprise"


def test_unigram_shares_are_sorted_by_k_as_numbers():
    assert unigrams(HEALTH) == {1: [None, None, 0.1, 0.2], 10: [None, None, 0.5, None]}


def test_the_folds_with_a_vocabulary_beyond_its_limits_are_named():
    ill = {"eeg": {"entries": 96}, "audio": {"entries": 1}}
    well = {"eeg": {"entries": 96}, "audio": {"entries": 96}}
    assert ailing(["fold-0", "fold-1", "fold-2"], [well, ill, well], LIMITS) == ["fold-1"]
