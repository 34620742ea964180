"""A browser without a screen, for pages that people use."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright; without one, its tests are skipped where they may be.

    Of one module, since Playwright's event loop keeps Snakemake from running in this process.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        assert not os.environ.get("EEG2MUSIC_BROWSER"), f"none of {NAMES} is installed"
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=[*QUIET])
        yield opened
        opened.close()
