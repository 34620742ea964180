"""The page as a reader opens it, from the disk, in a browser: of the tiny run."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import browser

__all__ = ["browser"]
pytestmark = pytest.mark.end_to_end

PAGE = "results/planted/fold-0/report/index.html"
READERS = {"desktop": (1280, 900, "light"), "phone": (360, 740, "dark")}
LOUD = {"moderate", "serious", "critical"}


@pytest.fixture(scope="module", params=READERS)
def reader(request):
    """Width and height of the screen, and the scheme of colours."""
    return READERS[request.param]


@pytest.fixture(scope="module")
def opened(browser, finished, reader):
    """The page, all of it scrolled past, and what went wrong on the way."""
    width, height, scheme = reader
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
    )
    page, faults, asked = context.new_page(), [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type != "log" else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((finished / PAGE).as_uri())
    page.evaluate(
        "for (const image of document.images) image.loading = 'eager';"
        "for (const each of document.querySelectorAll('details')) each.open = true;"
    )
    page.wait_for_function("[...document.images].every(image => image.complete)")
    yield page, faults, asked
    context.close()


def test_nothing_is_missing_and_nobody_is_asked(opened):
    page, faults, asked = opened
    assert faults == []
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    sizes = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(sizes) >= 10
    assert min(sizes) > 0


def test_every_player_has_sound(opened):
    page, *_ = opened
    lengths = page.evaluate(
        "Promise.all([...document.querySelectorAll('audio')].map(player => new Promise(tell => {"
        "  player.onloadedmetadata = () => tell(player.duration);"
        "  player.onerror = () => tell(0);"
        "  player.preload = 'metadata'; player.load();"
        "})))"
    )
    assert len(lengths) >= 6
    assert min(lengths) > 1


def test_every_file_that_is_linked_is_there(opened, finished):
    page, *_ = opened
    links = page.evaluate("[...document.links].map(link => link.getAttribute('href'))")
    files = {link for link in links if not link.startswith(("#", "http"))}
    assert files
    assert [name for name in files if not (finished / PAGE).parent.joinpath(name).is_file()] == []
    inside = {link[1:] for link in links if link.startswith("#")}
    assert [name for name in inside if not page.query_selector(f"[id='{name}']")] == []


def test_nothing_keeps_anybody_from_reading(opened):
    page, *_ = opened
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in LOUD
    ] == []


def test_the_page_itself_is_never_scrolled_sideways(opened):
    page, *_ = opened
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_what_took_no_part_is_read_without_scrolling(opened):
    """The tiny run leaves nobody out, so a table like that of reasons is put into its page."""
    page, *_ = opened
    hidden = page.evaluate(
        "const part = document.createElement('div');"
        "part.className = 'scroll';"
        "part.innerHTML = '<table class=told><tr><th>s01</th><td class=text>' +"
        "  '01, 02, '.repeat(20) + '</td><td class=text>' + 'x'.repeat(200) + '</td></table>';"
        "document.querySelector('main').append(part);"
        "const hidden = part.scrollWidth - part.clientWidth;"
        "part.remove();"
        "hidden"
    )
    assert hidden <= 0


def test_the_page_is_as_light_or_as_dark_as_the_reader_wants_it(opened, reader):
    (page, *_), (*_, scheme) = opened, reader
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    levels = [int(level) for level in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    assert (sum(levels) < 3 * 128) == (scheme == "dark")


def test_all_of_it_is_reached_by_keyboard(opened):
    page, *_ = opened
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    unreachable = page.evaluate(
        "[...document.querySelectorAll('.scroll')]"
        ".filter(part => part.scrollWidth > part.clientWidth && part.tabIndex < 0)"
        ".map(part => part.getAttribute('aria-label'))"
    )
    assert unreachable == []
