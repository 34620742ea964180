"""The page as a listener uses it, from the disk, in a browser."""

import csv
import shutil

import pytest

from eeg2music.study import answers
from eeg2music.study.page import COLUMNS
from eeg2music.study.study import Plan, make
from tests.browser import browser
from tests.study import results

__all__ = ["browser"]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    source = results.make(folder / "fold", trials=2)
    return make(source, folder / "study", Plan(excerpt_s=0.5, per_trial=1)), folder / "study"


@pytest.fixture
def context(browser):
    """A browser of its own, which must not ask the network for anything."""
    opened = browser.new_context(accept_downloads=True)
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert asked
    assert {url.split(":")[0] for url in asked} <= {"file", "blob"}


@pytest.fixture
def page(context, study):
    return visit(context, study)


def visit(context, study):
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto((study[1] / "page/index.html").as_uri())
    opened.faults = faults
    return opened


def begin(page, listener="anna"):
    page.get_by_label("The code").fill(listener)
    page.keyboard.press("Enter")


def hear_all(page):
    for key, name in zip("012", ("original", "first", "second"), strict=True):
        page.keyboard.press(key)
        page.wait_for_function(f"played.{name} > 0")


def answer(page, key="ArrowLeft"):
    hear_all(page)
    page.keyboard.press(key)
    page.keyboard.press("Enter")


def saved(page, folder):
    with page.expect_download() as told:
        page.get_by_role("button", name="Save the answers").click()
    path = folder / told.value.suggested_filename
    told.value.save_as(path)
    return path


def test_a_study_is_answered_by_keys_alone_and_read_back(page, study, tmp_path):
    key, _ = study
    begin(page)
    for place in range(len(key.pairs)):
        page.get_by_text(f"Question {place + 1} of {len(key.pairs)}").wait_for()
        answer(page, "ArrowLeft" if place % 2 else "ArrowRight")
    path = saved(page, tmp_path)
    assert path.name == "answers-anna.csv"
    found = answers.read([path], key)
    assert len(found) == len(key.pairs)
    assert sorted(found["trial"]) == sorted(pair.trial for pair in key.pairs)
    with path.open() as file:
        rows = [*csv.DictReader(file)]
    assert tuple(rows[0]) == COLUMNS
    assert [row["place"] for row in rows] == ["1", "2", "3", "4"]
    assert {row["played_first"] for row in rows} == {"1"}
    assert all(float(row["seconds"]) > 0 for row in rows)
    assert page.faults == []


def test_nobody_can_choose_before_they_have_listened(page):
    begin(page)
    page.get_by_text("Question 1").wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.get_by_text("Question 1").is_visible()
    assert page.get_by_role("button", name="Next").is_disabled()
    hear_all(page)
    assert page.get_by_role("button", name="Next").is_disabled()
    page.get_by_role("button", name="The second").click()
    assert page.get_by_role("button", name="Next").is_enabled()


def test_whoever_comes_back_goes_on_where_they_were(context, study):
    first = visit(context, study)
    begin(first)
    answer(first)
    first.get_by_text("Question 2").wait_for()
    first.close()
    again = visit(context, study)
    begin(again)
    again.get_by_text("Question 2").wait_for()
    again.close()
    other = visit(context, study)
    begin(other, "berta")
    other.get_by_text("Question 1").wait_for()


def test_listeners_hear_the_pairs_in_orders_of_their_own(page, study):
    names = [f"listener-{number}" for number in range(40)]
    orders = page.evaluate(
        "names => names.map(name => ordered(name).map(pair => [pair.name, ...pair.excerpts]))",
        names,
    )
    key, _ = study
    generated = {pair.name: pair.generated for pair in key.pairs}
    assert len({tuple(map(tuple, order)) for order in orders}) > 30
    first = [excerpts[0] == generated[name] for order in orders for name, *excerpts in order]
    assert sum(first) / len(first) == pytest.approx(0.5, abs=0.13)
    for order in orders:
        assert sorted(name for name, *_ in order) == sorted(generated)


def test_a_missing_excerpt_is_told(context, study, tmp_path):
    shutil.copytree(study[1] / "page", tmp_path / "page")
    shutil.rmtree(tmp_path / "page/audio")
    opened = context.new_page()
    opened.goto((tmp_path / "page/index.html").as_uri())
    begin(opened)
    opened.get_by_text("cannot be played. Is the whole folder here?").wait_for()
