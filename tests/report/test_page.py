"""What the page says, for results that go one way and the other."""

import re

import pandas as pd
import pytest

from eeg2music.params.grid import Framing
from eeg2music.report.hits import of_chords
from eeg2music.report.identification import identified
from eeg2music.report.leads import leads
from eeg2music.report.music import judged
from eeg2music.report.page import Folds, Page, Picture, render
from eeg2music.report.provenance import Provenance
from eeg2music.report.reach import reach
from eeg2music.report.recordings import recordings
from eeg2music.report.vocabulary import is_ailing, measures
from tests.report import tables
from tests.report.recorded import SHARED, recorded
from tests.report.test_vocabulary import LIMITS

HEALTHY = {"eeg": {"entries": 96, "evenness": 0.6}, "audio": {"entries": 72, "evenness": 0.6}}
PICTURES = ("intervals", "learning", "figure2", "figure3", "shifts")
PICTURES += ("shared", "ablation", "time_shifts", "clusters", "power")
ONE_FOLD = Folds(["fold-0"], 4)
JUDGED = pd.DataFrame(
    [
        ("chord", "resynthesised", 0.7, 0.6, 0.8),
        ("chord", "generated", 0.35, 0.3, 0.4),
        ("chord", "shuffled", 0.06, 0.05, 0.07),
        ("arousal_ratings", "generated", -0.25, -0.5, 0.1),
    ],
    columns=["measure", "condition", "value", "ci_low", "ci_high"],
)


def page(
    cohorts=("planted",),
    health=HEALTHY,
    folds=ONE_FOLD,
    segments=None,
    sure=None,
    elsewhere=(),
    **changed,
):
    segments = tables.identification(cohorts) if segments is None else segments
    shares = {name: told for name, told in changed.items() if name in tables.SHARES}
    own = next(cohort for cohort in tables.COHORTS if cohort.name == cohorts[0])
    return Page(
        title="A run",
        cohort=own,
        boards=tables.boards(cohorts, **changed),
        tables=[],
        protocols=None,
        reached=[reach(f, tables.hits(cohorts, **shares), cohorts[0]) for f in folds.names],
        leads=leads(tables.leads(cohorts, **(sure or {})), tables.COHORTS),
        identified=identified(segments, tables.COHORTS),
        measures=measures(health, LIMITS),
        ailing=["fold-0"] if is_ailing(health, LIMITS) else [],
        folds=folds,
        unigrams={},
        sounds=97,
        grid=Framing(slice_s=4.0, frame_s=0.5),
        pictures={name: Picture(f"{name}.svg", name, name) for name in PICTURES},
        judged=judged(JUDGED),
        trials=[],
        recordings=[(own, recordings(recorded())), *elsewhere],
        chords=of_chords(tables.hits(cohorts, **shares), own),
        provenance=Provenance({"eeg2music": "0"}, {}, {}, [], [], []),
        confidence=0.95,
        power=0.8,
        downloads=[],
    )


def answer(**told):
    html = render(page(**told))
    return tuple(part(html, at) for at in ('<h2 id="verdict"', '<p class="lead"'))


def part(html, opening):
    """The text of an element, without its tags."""
    tag = opening[1:].split()[0]
    found = re.search(rf"{opening}[^>]*>(.*?)</{tag}>", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


@pytest.mark.parametrize(
    ("cohort", "ours", "heading"),
    [
        ("planted", "ours", "Yes."),
        ("planted", "no_eeg", "Not shown."),
        ("null", "no_eeg", "No, as it must be."),
        ("null", "ours", "Something leaks."),
    ],
)
def test_the_first_word_follows_from_the_results(cohort, ours, heading):
    assert answer(cohorts=(cohort,), ours=tables.SHARES[ours])[0] == heading


@pytest.mark.parametrize("figures", [{"entries": 5}, {"largest_after": 0.3}, {"top_five": 0.6}])
@pytest.mark.parametrize("modality", ["eeg", "audio"])
@pytest.mark.parametrize("cohort", ["planted", "null"])
def test_an_unhealthy_vocabulary_that_was_accepted_leaves_no_verdict(cohort, modality, figures):
    health = HEALTHY | {modality: HEALTHY[modality] | figures}
    heading, lead = answer(cohorts=(cohort,), health=health)
    assert heading == "No verdict."
    assert "accept_unhealthy" in lead
    assert "would have shown" not in lead


@pytest.mark.parametrize(
    ("margin", "heading", "side"),
    [(0.33, "Yes, at k = 5, 10 and 20.", "lies above 0"), (0.35, "Not shown.", "holds 0")],
)
def test_the_verdict_is_that_of_the_paired_gain_and_tells_what_could_have_shown(
    margin, heading, side
):
    """Intervals of the shares overlap in both."""
    told, lead = answer(margin=margin, width=0.3, smallest=0.123)
    assert told == heading
    low, high = (f"{100 * (0.34 + by):+.1f}".replace("-", "−") for by in (-margin, margin))
    assert f"difference of +34.0 points, whose 95 % interval, {low} to {high}, {side}." in lead
    assert "With 2 listeners and 8 songs a true gain of 12.3 points would have shown" in lead


def test_where_the_interval_lies_is_told_at_every_k():
    _, lead = answer(margin=0.33)
    assert "Of all k, at k = 1 and 3 it holds 0; at k = 5, 10 and 20 it lies above 0." in lead
    assert "lies above 0 at every k that was looked at, 1, 3, 5, 10 and 20." in answer()[1]


def test_how_much_could_be_reached_is_told_where_it_is_known():
    _, lead = answer()
    assert "The most that could be reached, knowing what was planted (oracle" in lead
    assert "is 75.0 %." in lead
    _, lead = answer(cohorts=("deap",), oracle_features=())
    assert "How much could be reached nobody knows." in lead


def test_that_brains_are_generated_is_said_before_any_figure_is_drawn():
    html = render(page())
    assert html.index("The brains here are generated.") < html.index('class="tiles"')


def test_less_than_a_guess_is_told_as_less():
    heading, lead = answer(ours=tables.SHARES["random"])
    assert heading == "Not shown."
    assert "−17.0 points, whose 95 % interval, −22.0 to −12.0, lies below 0." in lead


@pytest.mark.parametrize("cohort", ["null", "deap"])
@pytest.mark.parametrize("ours", ["ours", "no_eeg"])
def test_every_verdict_stands_with_its_interval(cohort, ours):
    _, lead = answer(cohorts=(cohort,), ours=tables.SHARES[ours])
    gain = 100 * (tables.SHARES[ours][2] - 0.22)
    assert f"a difference of {gain:+.1f} points, whose 95 % interval, " in lead
    assert "would have shown with a power of 80 %" in lead


def test_the_answer_at_every_k_has_its_interval_and_what_could_have_shown():
    html = render(page(smallest=0.123))
    table = re.search(r'aria-label="Answer at every k">(.*?)</table>', html, re.DOTALL)[1]
    rows = [part(f"<tr>{row}", "<tr") for row in table.split("<tr>")[2:]]
    reached = zip(tables.SHARES["ours"], tables.SHARES["no_eeg"], strict=True)
    gains = [ours - base for ours, base in reached]
    assert len(rows) == len(gains)
    for row, gain in zip(rows, gains, strict=True):
        ends = (f"{100 * (gain + by):+.1f}" for by in (0, -0.05, 0.05))
        assert "{} {} to {} 12.3 ".format(*ends) in row


def test_a_gain_that_could_not_have_shown_is_none():
    heading, lead = answer(subjects=1, margin=2, smallest=float("inf"))
    assert heading == "Not shown."
    assert "With 1 listener and 8 songs no gain, however large" in lead
    assert "inf" not in part(render(page(smallest=float("inf"))), "<tbody")


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ("ours", "That the model finds what was planted shows that the pipeline works"),
        ("no_eeg", "The model was not shown to find what was planted: this run does not"),
    ],
)
def test_what_the_run_shows_follows_from_the_results(ours, told):
    assert told in part(render(page(ours=tables.SHARES[ours])), '<p class="honest"')


@pytest.mark.parametrize("shuffled", [0.1, 0.6])
def test_the_limits_tell_what_came_out(shuffled):
    limits = part(render(page(shuffled=(shuffled,) * 5)), '<section id="limits"')
    assert f"with it ours reaches {100 * shuffled:.1f} %" in limits
    assert "below a plain guess" not in limits
    assert "rests on 2 listeners, 8 songs and 1 training seed" in limits


def test_the_limits_tell_nothing_of_what_was_not_scored():
    limits = part(render(page()), '<section id="limits"')
    assert "shuffled" not in limits.lower()


def test_the_limits_are_those_of_the_cohort_that_the_page_is_about():
    about_null = page(cohorts=("null", "planted"), subjects=2)
    assert about_null.scored.cohort.name == "null"


def test_whether_folds_are_pooled_is_told():
    one, all_four = (
        " ".join(render(page(folds=Folds(names, 4))).split())
        for names in (["fold-0"], [f"fold-{n}" for n in range(4)])
    )
    assert "one of 4 folds" in one
    assert "every listener and every song tests once. Music" not in one
    assert "the 4 folds of a cross-validation, pooled" in all_four
    assert "snakemake cv" not in all_four


def told_of_segments(**told):
    section = render(page(**told)).partition('<section id="identification"')[2]
    return section.partition("</section>")[0]


def row_of(section, system):
    row = re.search(rf'<tr[^>]* data-system="{system}">(.*?)</tr>', section, re.DOTALL)[1]
    return re.findall(r"<td>(.*?)</td>", row)


def test_segments_stand_system_by_system_beside_chance():
    section = told_of_segments()
    assert re.findall(r'<th scope="col">([^<]*)</th>', section) == ["System", "2-way", "10-way"]
    assert row_of(section, "ours") == [
        "70.0<small>65.0–75.0</small>",
        "30.0<small>25.0–35.0</small>",
    ]
    assert row_of(section, "chance") == ["50.0", "10.0"]
    assert "shifts.svg" in section


def test_every_cohort_that_is_compared_has_a_table_of_segments():
    section = told_of_segments(cohorts=("planted", "null"))
    assert re.findall(r'data-cohort="(\w+)"', section) == ["planted", "null"]


def test_without_segments_to_choose_from_the_page_says_so():
    section = told_of_segments(segments=tables.identification().iloc[:0])
    assert "too few segments" in section
    assert "<table" not in section


def test_the_table_tells_which_simple_decoder_is_ahead():
    ahead, behind = (
        render(page(convolutions=(share,) * 5)).count("outdone by temporal convolutions at Hits@5")
        for share in (0.7, 0.5)
    )
    assert (ahead, behind) == (3, 0)  # in each group of both protocols


@pytest.mark.parametrize(
    ("sure", "told"), [({}, "at 5 %: none."), ({"ours": 0.004}, "at 5 %: ours.")]
)
def test_who_is_ahead_of_every_guess_is_told_beside_the_headline(sure, told):
    html = render(page(sure=sure))
    table = part(html, '<table class="board leads"')
    assert told in table
    assert "Ours +21.0 0.0040" in table or not sure  # over the nearer guess, less surely
    assert html.index("board leads") < html.index("Under the paper")


def test_what_each_fold_reached_of_the_oracle_is_told():
    html = render(page(folds=Folds(["fold-0", "fold-1"], 2)))
    table = part(html, '<table class="board reach"')
    for fold in ("fold-0", "fold-1"):
        assert f"{fold} 0.49 22.0 of 45.0 0.69 43.0 of 62.0" in table
    assert "board reach" not in render(page(cohorts=("deap",), oracle_features=()))


def test_what_the_music_carries_stands_before_it_can_be_heard():
    html = render(page())
    row = part(html, '<tr data-measure="chord"')
    assert row.startswith("Chord: share of time that it is the one heard 70.0")
    assert "35.0&nbsp;% 30.0 to 40.0" in row
    assert "– " in row  # no score was judged
    assert "−0.25 −0.50 to 0.10" in part(html, '<tr data-measure="arousal_ratings"')
    assert html.index("data-measure") < html.index("No trial was composed")


def test_what_the_recordings_tell_stands_beside_what_chance_reaches():
    html = render(page())
    told = part(html, '<section id="evidence"')
    for text in (
        "In all bands together, 0.61 (0.51 to 0.71), beyond chance, p &lt; 0.001.",
        "alpha 0.32 0.12 to 0.52 0.13 p 0.2000 –",
        "Differential entropy, nats 100.0 100.0–100.0 blind 8.3 – 0.84 −0.18 to 1.00 blind 0.00",
        "training trials 1 0.42 0.28 to 0.56 −0.14 to 0.15 p 0.0001 0.06",
        "the same trials 1 0.47 0.22 to 0.29 p 0.0010 –",
        "Decoding songs 0.021 0.013 to beyond 1.1",
        "Inter-subject correlation songs none tried –",
        "Ours 22.0 19.0–25.0 43.0",
    ):
        assert text in told, text


def test_the_first_screen_says_what_would_have_been_found():
    assert "a coupling of 0.021 nats" in answer(cohorts=("null",))[1]


def test_what_recordings_tell_stands_side_by_side_where_cohorts_are_compared():
    assert 'data-table="side-by-side"' not in render(page())
    planted = next(cohort for cohort in tables.COHORTS if cohort.name == "planted")
    weaker = recordings(recorded(shared=SHARED.assign(correlation=0.07, ci_low=-0.02, p=0.3)))
    html = render(page(cohorts=("null", "planted"), elsewhere=[(planted, weaker)]))
    rows = {
        question: part(html, f'<tr data-question="{question}"')
        for question in re.findall(r'data-question="(.*?)"', html)
    }
    assert rows["shared"].endswith("0.61 0.51 to 0.71 p 0.0001 0.07 −0.02 to 0.71 p 0.3000")
    assert rows["subject"].count("100.0–100.0 blind 8.3") == 2
    assert rows["weakest"].endswith("0.021 decoding 0.021 decoding")
    assert rows["varying"].endswith("– –")
    assert rows["gain"].count(" to ") == 2
