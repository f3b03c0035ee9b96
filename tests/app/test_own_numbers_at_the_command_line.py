"""A shop's own number as an operator sees it: added, served, looked after, and with no shared account beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from bot.templates.book import BOOK
from tests.desk import CAFE, Desk
from tests.fakes.people import ANA, CLEO
from tests.fakes.whatsapp import FakeWhatsApp

TOKEN = "EAAtokenOfTheNumberThatNobodyElseHasSeen"
SECRET = "0123456789abcdef0123456789abcdef"
FORMS = sum(len(template.texts) for template in BOOK.values())


@pytest.fixture
async def meta() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp(token=TOKEN) as fake:
        yield fake


@pytest.fixture
def desk(desk_folder: Path, meta: FakeWhatsApp) -> Desk:
    """Sit where nothing is shared: no bot, no number."""
    return Desk(desk_folder, {"STEMPEL_PUBLIC_URL": "http://stempel.example", "WHATSAPP_API_URL": meta.url})


def opens(meta: FakeWhatsApp) -> str:
    business = meta.business
    given = {
        "phone_number_id": business.phone_number_id,
        "business_account_id": business.account_id,
        "access_token": meta.token,
        "app_secret": SECRET,
    }
    return "\n".join(f"{name}={value}" for name, value in given.items())


async def adds(desk: Desk, meta: FakeWhatsApp) -> dict[str, str]:
    ended = await desk.runs("bot", "add", "--shop", "1", "--channel", "whatsapp", "--json", says=opens(meta))
    assert ended.code == 0, ended.err
    facts: dict[str, str] = ended.facts
    return facts


async def until(fits: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not fits():  # noqa: ASYNC110 - a process of its own has no event
            await asyncio.sleep(0.02)


@pytest.mark.slow
async def test_a_deployment_where_every_shop_has_its_own_serves_with_nothing_shared(
    desk: Desk, meta: FakeWhatsApp
) -> None:
    opened = await desk.runs(*CAFE)
    assert "stempel bot add --shop 1" in opened.out
    none = await desk.serves_in_vain()
    assert none.code == 1
    assert "stempel bot add" in none.err
    made = await adds(desk, meta)
    link = (await desk.runs("staff", "invite", "--shop", "1", "--role", "owner", "--json")).facts["links"]
    [shop] = (await desk.runs("shop", "list", "--json")).facts
    async with desk.serving() as url:
        await until(lambda: len(meta.api.templates.all) == FORMS)
        called = made["callback_url"].replace(desk.settings["STEMPEL_PUBLIC_URL"], url)
        await meta.delivers_to(called, SECRET, made["verify_token"])
        await meta.opens(CLEO, link["whatsapp"])
        await meta.opens(ANA, shop["links"]["whatsapp"]["join"])
        await until(lambda: any("You are owner now" in shown.text for shown in meta.sent_to(CLEO)))
        await until(lambda: any(shown.picture for shown in meta.chat(ANA)))
        async with httpx.AsyncClient(base_url=url, trust_env=False) as operator:
            assert (await operator.get("/readyz")).status_code == 200
            assert f'account="{meta.business.phone_number_id}"' in (await operator.get("/metrics")).text


@pytest.mark.slow
async def test_templates_of_a_number_of_a_shops_own_are_handed_in_and_looked_after_like_the_shared_ones(
    desk: Desk, meta: FakeWhatsApp
) -> None:
    assert "docs/whatsapp.md" in (await desk.runs("whatsapp", "templates")).err
    await desk.runs(*CAFE)
    await adds(desk, meta)
    submitted = await desk.runs("whatsapp", "templates", "--submit", "--json")
    assert {(row["shop"], row["status"]) for row in submitted.facts} == {(1, "pending")}
    assert len(meta.api.templates.all) == FORMS
    rows = {row["check"]: row for row in (await desk.runs("doctor", "--json")).facts}
    assert not rows["whatsapp templates of shop 1"]["ok"]
    assert rows["telegram"]["ok"]
    await meta.approves_all()
    shown = await desk.runs("whatsapp", "templates")
    assert shown.out.startswith(f"the own number of shop 1 ({meta.business.phone_number_id}):")
    assert f"{FORMS} approved" in shown.out
    meta.token = "EAAanother"
    refused = await desk.runs("whatsapp", "templates")
    assert refused.code == 1
    assert "stempel bot add --shop 1 --channel whatsapp" in refused.err
    assert "WHATSAPP_ACCESS_TOKEN" not in refused.err


@pytest.mark.slow
async def test_a_tick_speaks_for_shops_own_accounts_and_passes_over_one_that_is_refused(
    desk: Desk, meta: FakeWhatsApp
) -> None:
    await desk.runs(*CAFE)
    await adds(desk, meta)
    ticked = await desk.runs("tick", "--json")
    assert ticked.code == 0, ticked.err
    asked = meta.count_calls("find_number")
    meta.token = "EAAanother"
    assert (await desk.runs("tick", "--json")).code == 0
    assert meta.count_calls("find_number") == asked


async def test_a_number_wants_an_address_that_meta_can_call(desk: Desk, meta: FakeWhatsApp) -> None:
    await desk.runs(*CAFE)
    unset = Desk(desk.folder, {**desk.settings, "STEMPEL_PUBLIC_URL": ""})
    said = await unset.runs("bot", "add", "--shop", "1", "--channel", "whatsapp", says=opens(meta))
    assert "STEMPEL_PUBLIC_URL" in said.err
