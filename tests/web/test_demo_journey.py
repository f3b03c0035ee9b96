"""The demo as a visitor uses it: `stempel demo` in a process of its own, clicked through in a browser."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.forks import heard

_PATIENCE_S = 60


@pytest.fixture
async def demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """Run the demo at a free port until the test is over."""
    with heard("demo", folder=tmp_path, settings={}) as fork:
        async with asyncio.timeout(_PATIENCE_S):
            while not (found := re.search(r"http://[\d.:]+", await asyncio.to_thread(fork.out.readline))):
                pass
        yield found[0]
        fork.process.terminate()
        await asyncio.to_thread(fork.process.join, _PATIENCE_S)


@pytest.mark.browser
@pytest.mark.slow
async def test_a_visitor_clicks_through_to_the_free_coffee(demo_url: str, chromium: Browser) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(_PATIENCE_S * 1000)
    expect.set_options(timeout=_PATIENCE_S * 1000)
    await page.goto(demo_url)
    ana, eva, cleo = (page.locator(f"[data-phone={who}]") for who in ("ana", "eva", "cleo"))

    await _tap(ana, "Scan the poster")
    await expect(ana.get_by_text("2 of 6 stamps")).to_be_visible()
    await _tap(eva, "Scan Ana's code")
    await expect(eva.get_by_text("Ana, 3 of 6 stamps ✔ stamped")).to_be_visible()
    await expect(ana.get_by_text("3 of 6 stamps")).to_be_visible()
    for stamps in ("4 of 6 stamps ✔", "5 of 6 stamps ✔", "card full ✔"):
        await _tap(eva, "+1")
        await expect(eva.get_by_text(f"Ana, {stamps} stamped")).to_be_visible()
    await _tap(ana, "Use: Free coffee")
    await expect(ana.get_by_text("It works once")).to_be_visible()
    await _tap(eva, "Scan Ana's code")
    await expect(eva.get_by_text("Free coffee for Ana ✔ redeemed")).to_be_visible()
    await expect(ana.get_by_text("was handed out. Enjoy!")).to_be_visible()
    await _tap(cleo, "How is business?")
    await expect(cleo.get_by_role("img")).to_be_visible()
    await expect(page.locator("#steps .done")).to_have_count(5)
    await expect(page.locator("#todo")).to_contain_text("lets time pass")
    today = await page.locator("#day").text_content()
    await page.locator("#tomorrow").click()
    await expect(ana.get_by_text("That was your first visit at Café Luna, thank you!")).to_be_visible()
    await expect(page.locator("#day")).not_to_have_text(today or "")
    await expect(eva.locator(".clock")).to_have_text(re.compile(r"1[01]:\d\d"))  # never before ten
    await page.locator("#restart").click()
    await expect(ana.get_by_text("Ana hasn't written")).to_be_visible()
    await expect(page.locator("#steps .done")).to_have_count(0)
    await expect(page.locator("#day")).to_have_text(today or "")


async def _tap(phone: Locator, label: str) -> None:
    await phone.get_by_role("button", name=label, exact=True).last.click()
