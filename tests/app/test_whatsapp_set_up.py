"""WhatsApp as an operator sets it up: alone, beside Telegram, and with something wrong."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.delivery.closed_accounts import close_account, reopen_account
from app.clock import read_clock
from app.doctor import diagnose
from app.settings import Settings
from channels.setup import SetupError
from channels.whatsapp.checks import see_who_answers
from storage.engine.database import open_database
from tests.desk import CAFE, Desk
from tests.fakes.people import ANA, CLEO
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_platform import APP_SECRET, VERIFY_TOKEN


@pytest.fixture
async def whatsapp() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as fake:
        yield fake


@pytest.fixture
def desk(desk_folder: Path, whatsapp: FakeWhatsApp) -> Desk:
    return Desk(desk_folder, settings(whatsapp))


@pytest.fixture
async def both(desk_folder: Path, whatsapp: FakeWhatsApp) -> AsyncIterator[tuple[Desk, FakeTelegram]]:
    async with FakeTelegram() as telegram:
        beside = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        yield Desk(desk_folder, settings(whatsapp) | beside), telegram


def settings(whatsapp: FakeWhatsApp) -> dict[str, str]:
    return {
        "STEMPEL_PUBLIC_URL": "http://stempel.example",
        "WHATSAPP_PHONE_NUMBER_ID": whatsapp.business.phone_number_id,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": whatsapp.business.account_id,
        "WHATSAPP_ACCESS_TOKEN": whatsapp.token,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_API_URL": whatsapp.url,
    }


async def checked(desk: Desk) -> Mapping[str, Mapping[str, Any]]:
    """Let a doctor look, in this process: a process of its own takes seconds to start."""
    url = f"sqlite:///{desk.folder / 'stempel.db'}"
    settings = Settings.model_validate({"STEMPEL_DATABASE_URL": url, **desk.settings})
    return {row["check"]: row for row in await diagnose(settings)}


@pytest.mark.slow
async def test_a_shop_on_whatsapp_alone_opens_and_answers(desk: Desk, whatsapp: FakeWhatsApp) -> None:
    links = (await desk.runs(*CAFE, "--json")).facts["links"]
    assert links.keys() == {"whatsapp"}
    assert links["whatsapp"]["join"].startswith(f"https://wa.me/{whatsapp.business.number}?text=")
    async with desk.serving() as url:
        await whatsapp.delivers_to(f"{url}/whatsapp/webhook")
        await whatsapp.opens(CLEO, links["whatsapp"]["owner"])
        await whatsapp.opens(ANA, links["whatsapp"]["join"])
        async with asyncio.timeout(30):  # Meta is told before they are answered
            while not any("You are owner now" in shown.text for shown in whatsapp.sent_to(CLEO)):  # noqa: ASYNC110
                await asyncio.sleep(0)
            while not any(shown.picture for shown in whatsapp.chat(ANA)):  # noqa: ASYNC110 - a chat has no event
                await asyncio.sleep(0)


@pytest.mark.slow
async def test_a_shop_on_both_has_links_for_each_and_one_that_leads_to_either(
    both: tuple[Desk, FakeTelegram],
) -> None:
    desk, _ = both
    links = (await desk.runs(*CAFE, "--json")).facts["links"]
    assert links.keys() == {"telegram", "whatsapp"}
    payload = links["telegram"]["join"].rpartition("=")[2]
    async with desk.serving() as url, httpx.AsyncClient(base_url=url, trust_env=False) as ana:
        assert (await ana.get(f"/s/{payload}")).status_code == 200
        assert (await ana.get(f"/s/{payload}/telegram")).headers["location"] == links["telegram"]["join"]
        assert (await ana.get(f"/s/{payload}/whatsapp")).headers["location"] == links["whatsapp"]["join"]


@pytest.mark.slow
async def test_a_refused_token_is_explained_and_not_repeated(desk: Desk, whatsapp: FakeWhatsApp) -> None:
    whatsapp.token = "another"
    ended = await desk.serves_in_vain()
    assert ended.code == 1
    assert "WHATSAPP_ACCESS_TOKEN" in ended.err
    assert "Traceback" not in ended.err
    assert desk.settings["WHATSAPP_ACCESS_TOKEN"] not in ended.err


async def test_a_doctor_says_what_is_left_to_do_on_whatsapp(desk: Desk, whatsapp: FakeWhatsApp) -> None:
    rows = await checked(desk)
    assert rows["telegram"]["ok"]
    assert rows["whatsapp"]["ok"]
    assert (
        rows["whatsapp"]["says"] == f"+{whatsapp.business.number}; it may begin to write to 2000 people a day"
    )
    assert "https" in rows["whatsapp address"]["says"]
    assert "stempel serve" in rows["whatsapp webhooks"]["says"]
    assert "--submit" in rows["whatsapp templates"]["says"]
    assert [rows[f"whatsapp {part}"]["ok"] for part in ("address", "webhooks", "templates")] == [False] * 3


@pytest.mark.slow
async def test_a_server_subscribes_its_app_and_a_doctor_sees_it(desk: Desk, whatsapp: FakeWhatsApp) -> None:
    async with desk.serving() as url:
        assert whatsapp.api.subscription is not None
        async with httpx.AsyncClient(base_url=url, trust_env=False) as operator:
            number = whatsapp.business.phone_number_id
            up = f'stempel_channel_up{{account="{number}",channel="whatsapp"}} 1.0'
            assert up in (await operator.get("/metrics")).text
        assert (await checked(desk))["whatsapp webhooks"]["ok"]
        address = f"{url}/whatsapp/webhook"
        assert await see_who_answers(address, VERIFY_TOKEN) == f"{address} leads here"
        with pytest.raises(SetupError, match="not as this Stempel"):
            await see_who_answers(address, "another")
    with pytest.raises(SetupError, match="nobody answers"):
        await see_who_answers(address, VERIFY_TOKEN)


@pytest.mark.slow
async def test_a_doctor_tells_that_meta_closed_the_account_and_how_that_ends(
    desk: Desk, whatsapp: FakeWhatsApp
) -> None:
    account = "whatsapp", whatsapp.business.phone_number_id
    async with open_database(f"sqlite:///{desk.folder / 'stempel.db'}") as db:
        why = "WhatsApp says: disabled update, disable"
        closure = await db.write(close_account, *account, why, now=read_clock())
        assert closure
        says = (await checked(desk))["whatsapp"]["says"]
        assert says.startswith(f"{why} (heard at {closure.at:%H:%M} UTC). Nothing is sent")
        assert f"{closure.until:%H:%M} UTC" in says
        await db.write(reopen_account, *account, now=read_clock())
    assert (await checked(desk))["whatsapp"]["ok"]


async def test_a_doctor_reports_a_token_that_is_refused(desk: Desk, whatsapp: FakeWhatsApp) -> None:
    whatsapp.token = "another"
    rows = await checked(desk)
    assert "WHATSAPP_ACCESS_TOKEN" in rows["whatsapp"]["says"]
    assert not any(rows[check]["ok"] for check in ("whatsapp", "whatsapp webhooks", "whatsapp templates"))
