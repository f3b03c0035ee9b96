"""The one link of two channels: whom it leads where, whom it asks, and what it keeps to itself."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Route
from starlette.applications import Starlette

from channels.browser.channel import Browser
from channels.channel import Channel
from web.links import count_nothing, shared_links
from web.openings import Openings
from words.language import LANGUAGES

CARD, VOUCHER, PRINTED, POSTER, INVITE = "cQ29kZQ", "vQ29kZQ", "pQ29kZQ", "jluna", "iT25jZQ"


class Messenger(Browser):
    """A channel of which only name and link matter here."""

    def __init__(self, name: str) -> None:
        super().__init__(f"https://{name}.example")
        self.name = name


BOTH = {name: Messenger(name) for name in ("telegram", "whatsapp")}


def at(name: str, payload: str) -> str:
    return BOTH[name].link(payload)


@asynccontextmanager
async def phone(
    channels: Mapping[str, Channel] = BOTH,
    *,
    language: str = "en",
    secure: bool = True,
    opened: Callable[[str], None] = count_nothing,
) -> AsyncIterator[httpx.AsyncClient]:
    """Give somebody's browser, which keeps its cookies."""
    app = Starlette(routes=shared_links(channels, secure=secure, opened=opened))
    scheme = "https" if secure else "http"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=f"{scheme}://stempel.example",
        headers={"accept-language": language},
    ) as browser:
        yield browser


async def led(browser: httpx.AsyncClient, address: str) -> str:
    """Open an address and say where it leads: "" when the page asks."""
    answer = await browser.get(address)
    assert answer.status_code in {200, 303}
    return str(answer.headers.get("location", ""))


async def test_a_first_scan_asks_and_a_tap_leads_to_the_chosen_messenger() -> None:
    async with phone() as eva:
        page = await eva.get(f"/s/{CARD}")
        assert page.status_code == 200
        assert f'href="/s/{CARD}/telegram"' in page.text
        assert f'href="/s/{CARD}/whatsapp"' in page.text
        assert await led(eva, f"/s/{CARD}/whatsapp") == at("whatsapp", CARD)


@pytest.mark.parametrize("payload", [CARD, VOUCHER, PRINTED, "tluna"])
async def test_a_cashiers_next_scan_is_not_stopped_by_a_question(payload: str) -> None:
    async with phone() as eva:
        await eva.get(f"/s/{INVITE}/telegram")
        assert [await led(eva, f"/s/{payload}") for _ in range(2)] == [at("telegram", payload)] * 2


async def test_an_invitation_always_asks_where_one_will_work() -> None:
    async with phone() as eva:
        await eva.get(f"/s/{INVITE}/telegram")
        assert not await led(eva, f"/s/{INVITE}")


async def test_a_cashier_who_is_a_customer_elsewhere_still_scans_where_she_works() -> None:
    async with phone() as eva:
        await eva.get(f"/s/{INVITE}/telegram")
        await eva.get(f"/s/{POSTER}/whatsapp")
        assert await led(eva, f"/s/{CARD}") == at("telegram", CARD)
        assert await led(eva, "/s/jsol") == at("whatsapp", "jsol")


async def test_a_customer_who_was_led_wrong_comes_back_and_is_asked() -> None:
    async with phone() as ana:
        await ana.get(f"/s/{POSTER}/whatsapp")
        assert await led(ana, f"/s/{POSTER}") == at("whatsapp", POSTER)
        assert not await led(ana, f"/s/{POSTER}")
        assert await led(ana, "/s/jsol") == at("whatsapp", "jsol")
        assert await led(ana, f"/s/{POSTER}/telegram") == at("telegram", POSTER)


async def test_a_customer_claims_a_printed_card_where_her_other_cards_are() -> None:
    async with phone() as ana:
        await ana.get(f"/s/{POSTER}/whatsapp")
        assert await led(ana, f"/s/{PRINTED}") == at("whatsapp", PRINTED)
        assert not await led(ana, f"/s/{CARD}")  # that is for a cashier, who was never asked here


@pytest.mark.parametrize("payload", [CARD, POSTER])
async def test_anybody_can_choose_anew(payload: str) -> None:
    async with phone() as ana:
        await ana.get(f"/s/{payload}/whatsapp")
        assert not await led(ana, f"/s/{payload}?choose")
        await ana.get(f"/s/{payload}/telegram")
        assert await led(ana, f"/s/{payload}") == at("telegram", payload)


@pytest.mark.parametrize("payload", [CARD, POSTER, INVITE])
async def test_a_shop_left_with_one_channel_asks_nobody(payload: str) -> None:
    async with phone({"telegram": BOTH["telegram"]}) as ana:
        ana.cookies.set("stempel-messenger", "whatsapp")
        assert [await led(ana, f"/s/{payload}") for _ in range(2)] == [at("telegram", payload)] * 2


@pytest.mark.parametrize("secure", [True, False])
async def test_a_choice_is_kept_for_400_days_where_no_script_and_no_other_site_gets_it(
    *, secure: bool
) -> None:
    async with phone(secure=secure) as ana:
        cookie = (await ana.get(f"/s/{POSTER}/telegram")).headers["set-cookie"]
    assert cookie.startswith("stempel-messenger=telegram;")
    for attribute in ("HttpOnly", "Max-Age=34560000", "Path=/s/", "SameSite=lax"):
        assert attribute in cookie
    assert ("Secure" in cookie) is secure


@pytest.mark.parametrize("path", [CARD, f"{CARD}/telegram", f"{CARD}/smoke-signals", "c.d"])
async def test_no_answer_is_kept_or_told_to_another_site(path: str) -> None:
    async with phone() as ana:
        headers = (await ana.get(f"/s/{path}")).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "c.d",
        "c" * 65,
        "c%0A",
        "%C3%A9",
        "<script>",
        "a/b/c",
        f"{CARD}/smoke-signals",
        "a%2Fb",
        "",
        "c.d/telegram",
    ],
)
async def test_what_is_no_link_gets_a_kind_page(path: str) -> None:
    async with phone() as ana:
        page = await ana.get(f"/s/{path}")
    assert page.status_code == 404
    assert "ask at the counter" in page.text
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("hu", "hu"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("fr,de;q=0.9,hu;q=0.5,en;q=0.4", "hu"),
        ("en;q=0.2, nl;q=0.7", "nl"),
        ("nl;q=0", "en"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        (";q=;,,=" * 60, "en"),
    ],
)
async def test_the_page_speaks_the_language_that_its_visitor_likes_best(asked: str, given: str) -> None:
    async with phone(language=asked) as ana:
        assert f'<html lang="{given}">' in (await ana.get(f"/s/{POSTER}")).text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_the_page_speaks_every_language_of_the_bot(language: str) -> None:
    async with phone(language=language) as ana:
        assert f'<html lang="{language}">' in (await ana.get(f"/s/{POSTER}")).text


@pytest.mark.browser
@pytest.mark.slow
async def test_the_page_fits_a_small_phone_and_needs_nothing_that_its_policy_forbids(
    chromium: Chromium,
) -> None:
    for language in LANGUAGES:
        async with phone(language=language) as ana:
            await _fits(chromium, ana, language)


async def _fits(chromium: Chromium, ana: httpx.AsyncClient, language: str) -> None:
    async def answered(route: Route) -> None:
        answer = await ana.get(route.request.url)
        await route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    page = await chromium.new_page(
        viewport={"width": 320, "height": 568}, locale=language, java_script_enabled=False
    )
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text))
    await page.route("https://stempel.example/**", answered)
    await page.goto(f"https://stempel.example/s/{POSTER}")
    links = await page.get_by_role("link").all()
    assert len(links) == 2
    for link in links:
        box = await link.bounding_box()
        assert box
        assert box["height"] >= 64
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert not faults


async def test_the_link_of_a_shop_with_a_chat_of_its_own_leads_there() -> None:
    def own(shop_id: int) -> Mapping[str, Callable[[str], str]]:
        return {"telegram": lambda payload: f"https://t.me/luna_bot?start={payload}"} if shop_id == 7 else {}

    app = Starlette(routes=shared_links(BOTH, own, secure=True))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://stempel.example") as ana:
        assert f"/s/{POSTER}/telegram?shop=7" in (await ana.get(f"/s/{POSTER}?shop=7")).text
        assert await led(ana, f"/s/{POSTER}/telegram?shop=7") == f"https://t.me/luna_bot?start={POSTER}"
        assert await led(ana, f"/s/{POSTER}/whatsapp?shop=7") == at("whatsapp", POSTER)
        assert await led(ana, f"/s/{POSTER}/telegram?shop=8") == at("telegram", POSTER)
        assert await led(ana, f"/s/{POSTER}/telegram?shop=x") == at("telegram", POSTER)


async def test_a_poster_that_is_opened_counts_once_for_each_phone_by_its_shop_alone() -> None:
    openings = Openings()
    for _ in range(2):
        async with phone(opened=openings.count) as ana:
            for path in (POSTER, POSTER, f"{POSTER}?choose", f"{POSTER}/telegram", "jsol", CARD, INVITE):
                await ana.get(f"/s/{path}")
            assert ana.cookies.get("stempel-opened", path=f"/s/{POSTER}") == "1"
    assert openings.take() == {"luna": 2, "sol": 2}
    assert openings.take() == {}


@pytest.mark.parametrize(
    "browser",
    ["TelegramBot (like TwitterBot)", "WhatsApp/2.23.20.0", "facebookexternalhit/1.1", "Googlebot/2.1", ""],
)
async def test_what_only_shows_others_where_a_link_leads_is_nobody_who_opened_it(browser: str) -> None:
    openings = Openings()
    async with phone(opened=openings.count) as machine:
        await machine.get(f"/s/{POSTER}", headers={"user-agent": browser})
        await machine.head(f"/s/{POSTER}")
    assert not openings.take()


async def test_a_phone_called_like_a_machine_is_a_phone() -> None:
    openings = Openings()
    async with phone(opened=openings.count) as ana:
        await ana.get(
            f"/s/{POSTER}", headers={"user-agent": "Mozilla/5.0 (Linux; CUBOT X18 Plus) Telegram-Android/10"}
        )
    assert openings.take() == {"luna": 1}


def test_invented_links_take_no_room_without_end() -> None:
    openings = Openings()
    for code in range(5000):
        openings.count(str(code))
    openings.count("0")
    openings.put_back(taken := openings.take())
    assert len(taken) == 1000
    assert openings.take() == taken
    assert taken["0"] == 2
