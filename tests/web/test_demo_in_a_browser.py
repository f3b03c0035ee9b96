"""The demo page in a browser, with a small bot behind it."""

from itertools import combinations

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import FloatRect, expect

from channels.messages import Address, Button, Outgoing
from tests.web.demo import demo


@pytest.mark.browser
async def test_three_phones_chat_live_and_scan_by_clicking(chromium: Chromium) -> None:
    async with demo() as (client, bot):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{client.base_url}/?start=join")
        ana, eva = page.locator("[data-phone=ana]"), page.locator("[data-phone=eva]")

        await eva.get_by_role("button", name="Scan Ana's code").click()
        await expect(eva.get_by_role("alert")).to_have_text("Ana must show her card first (/card).")
        await page.get_by_role("button", name="Ana (customer)").click()
        await expect(ana.get_by_role("img", name="Welcome: join")).to_be_visible()
        await eva.get_by_role("button", name="Scan Ana's code").click()
        await expect(eva.get_by_text("I read ['code join']")).to_be_visible()

        await ana.get_by_role("link", name="?start=again").click()
        await expect(ana.get_by_text("Welcome: again")).to_be_visible()
        await ana.get_by_role("button", name="Stamp").last.click()
        await expect(ana.get_by_text("Stamped")).to_be_visible()
        await expect(ana.get_by_text("Welcome: again")).to_have_count(0)
        await ana.get_by_role("button", name="Ana's commands").click()
        await ana.get_by_role("button", name="/card Show my card").click()
        await expect(ana.get_by_text("You said /card")).to_be_visible()
        await eva.get_by_role("textbox").fill("<b>& hello")
        await eva.get_by_role("textbox").press("Enter")
        await expect(eva.get_by_text("You said <b>& hello")).to_be_visible()

        await expect(page.locator("#steps .done")).to_have_text(["1Ana joins", "2Eva scans"])
        await expect(page.locator("#todo")).to_have_text("Use it.")
        assert page.url == f"{client.base_url}/"
    assert not faults
    assert {incoming.sender.external_id for incoming in bot.heard} == {"ana", "eva"}


_FOCUSED = "document.activeElement.textContent.trim()"


@pytest.mark.browser
@pytest.mark.slow
async def test_whoever_uses_the_keyboard_keeps_their_place(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        ana, eva = page.locator("[data-phone=ana]"), page.locator("[data-phone=eva]")
        await ana.get_by_role("button", name="Join").press("Enter")
        await expect(ana.get_by_role("img")).to_be_visible()
        assert await page.evaluate("document.activeElement.className") == "chat"
        await eva.get_by_role("button", name="Scan Ana's code").press("Enter")
        await expect(eva.get_by_text("I read ['code join']")).to_be_visible()
        assert await page.evaluate(_FOCUSED) == "Scan Ana's code"
        await ana.get_by_role("button", name="Stamp").press("Enter")
        await expect(ana.get_by_text("Stamped")).to_be_visible()
        assert await page.evaluate("document.activeElement.className") == "chat"


@pytest.mark.browser
@pytest.mark.slow
async def test_what_comes_by_itself_takes_no_shortcut_away(chromium: Chromium) -> None:
    async with demo() as (client, bot):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        ana = page.locator("[data-phone=ana]")
        await expect(ana.get_by_text("Ana hasn't written")).to_be_visible()
        await bot.browser.send(Address(bot.browser.name, bot.browser.account, "ana"), Outgoing("Your week"))
        await expect(ana.get_by_text("Your week")).to_be_visible()
        await expect(ana.get_by_text("Ana hasn't written")).to_be_hidden()
        await ana.get_by_role("button", name="Join").click()
        await expect(ana.get_by_text("Welcome: join")).to_be_visible()
        await expect(ana.get_by_role("button", name="Join", exact=True)).to_be_hidden()


@pytest.mark.browser
@pytest.mark.slow
async def test_a_reload_shows_what_the_shop_gives_and_a_switch_what_stays(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        await page.locator("#switches").select_option("twice")
        await expect(page.locator("#connection")).to_have_text("Scan twice. The points card stays.")
        await page.reload()
        await expect(page.locator("#switches")).to_have_value("twice")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.slow
async def test_four_buttons_stand_in_one_line(chromium: Chromium, width: int) -> None:
    labels = ("↩ Undo", "+1", "🎁 Surprise", "🛍 What was it?")
    async with demo() as (client, bot):
        row = tuple(Button(label, f"v1:{n}") for n, label in enumerate(labels))
        to = Address(bot.browser.name, bot.browser.account, "eva")
        await bot.browser.send(to, Outgoing("Ana", (row, (Button("Undo", "v1:9"),))))
        page = await chromium.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        keys = page.locator("[data-phone=eva] .key")
        await expect(keys).to_have_count(5)
        *four, alone = [box for key in await keys.all() if (box := await key.bounding_box())]
        assert len({box["y"] for box in four}) == 1
        assert all(box["height"] <= alone["height"] for box in four)


@pytest.mark.browser
@pytest.mark.slow
async def test_going_back_closes_a_picture_and_stays_on_the_page(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(reduced_motion="reduce")
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        ana, large = page.locator("[data-phone=ana]"), page.locator("#zoom")
        await ana.get_by_role("button", name="Join").click()
        for close in (page.go_back, large.click):
            await ana.get_by_role("button", name="Welcome").click()
            await expect(large).to_be_visible()
            await close()
            await expect(large).to_be_hidden()
            await expect(ana.get_by_role("button", name="Welcome")).to_be_visible()


@pytest.mark.slow
@pytest.mark.browser
async def test_on_a_narrow_phone_nothing_is_cut_off_and_nothing_covers_another(chromium: Chromium) -> None:
    async with demo() as (client, _):
        page = await chromium.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        await page.locator("#connect summary").click()
        panel = await page.locator("#connect > ol").bounding_box()
        assert panel
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 390
        places = [
            await page.locator(what).bounding_box()
            for what in ("h1", "#tomorrow", "#restart", "#day", "#switches")
        ]
        boxes = [place for place in places if place]
        assert len(boxes) == 5
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
        assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))


_ALL_INSIDE = """() => [...document.querySelectorAll("[data-phone=eva] .key")]
  .map(key => key.getBoundingClientRect()).every(box => box.left >= 0 && box.right <= 390)"""
_BROKEN_WORDS = """keys => keys.flatMap(key => {
  const text = key.firstChild, lines = new Range();
  return [...text.data.matchAll(/\\S+/gu)].filter(({ 0: word, index }) => {
    lines.setStart(text, index);
    lines.setEnd(text, index + word.length);
    return new Set([...lines.getClientRects()].map(line => Math.round(line.top))).size > 1;
  }).map(([word]) => word);
})"""


@pytest.mark.browser
@pytest.mark.slow
async def test_four_buttons_in_a_row_break_no_word_and_one_of_a_very_long_word_stays_inside(
    chromium: Chromium,
) -> None:
    labels = ("+1", "Stamp card", "🎁 Surprise", "↩ Undo")
    async with demo() as (client, bot):
        row = tuple(Button(label, f"v1:{n}") for n, label in enumerate(labels))
        to = Address(bot.browser.name, bot.browser.account, "eva")
        await bot.browser.send(to, Outgoing("Ana", (row, (Button("x" * 60, "v1:9"),))))
        page = await chromium.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(8000)
        await page.goto(str(client.base_url))
        keys = page.locator("[data-phone=eva] .key")
        await expect(keys).to_have_count(5)
        await page.locator("#tabs button").nth(1).click()
        await expect(keys.first).to_be_visible()
        assert await keys.evaluate_all(_BROKEN_WORDS) == ["x" * 60]
        await page.wait_for_function(_ALL_INSIDE)  # the phones may still be sliding to their place


def _overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    apart = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not beside and not apart
