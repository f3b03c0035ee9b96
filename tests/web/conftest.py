"""A real browser for the tests that look at the page as a visitor does."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_OPTIONS = [
    *("--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Give a headless Chromium; skip where there is none, but not in CI."""
    if not _CHROMIUM and os.environ.get("CI") != "true":
        pytest.skip("No Chromium here. On Debian: apt install chromium")
    assert _CHROMIUM, "CI needs Chromium: apt install chromium"
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=_CHROMIUM, args=_OPTIONS)
        yield browser
        await browser.close()
