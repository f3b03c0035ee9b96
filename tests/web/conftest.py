"""A real browser for the tests that look at the page as a visitor does, and the café of the demo with its past."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import async_playwright

from app.demo import open_invented
from app.invented import Cast, invent
from channels.browser.channel import Browser
from storage.engine.database import open_database
from tests.journeys.hours import Hours
from tests.web.demo_visitor import Visitor, opened_to_a_visitor

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_OPTIONS = [
    *("--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    """Give a headless Chromium; skip where there is none, but not in CI."""
    if not _CHROMIUM and os.environ.get("CI") != "true":
        pytest.skip("No Chromium here. On Debian: apt install chromium")
    assert _CHROMIUM, "CI needs Chromium: apt install chromium"
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=_CHROMIUM, args=_OPTIONS)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def invented(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """Give a file with the demo's café and its past, that nobody has open: to live that year takes over a second."""
    path, browser = tmp_path_factory.mktemp("invented") / "stempel.db", Browser("http://demo")
    shutil.copy(sqlite_template, path)

    async def lived() -> Cast:
        async with open_database(f"sqlite:///{path}", migrate=False) as db:
            return await db.write(invent, browser.name, browser.account, now=Hours().read())

    return path, asyncio.run(lived())


@pytest.fixture
async def visitor(invented: tuple[Path, Cast], tmp_path: Path) -> AsyncIterator[Visitor]:
    """Open the demo's café to a visitor, by a clock that only the button moves."""
    file, cast = invented
    url, hours = f"sqlite:///{shutil.copy(file, tmp_path / 'stempel.db')}", Hours()
    async with open_database(url, migrate=False) as db:
        opened = await open_invented(
            db, Browser("http://demo"), deepcopy(cast), secret=b"secret", clock=hours.read
        )
        async with opened_to_a_visitor(opened, hours) as visitor:
            yield visitor
