"""Whatever is brought to our webhooks, whole or broken: it is answered, it breaks nothing, and it writes nothing without a key."""

import logging
import sqlite3
from random import Random
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fakes.fuzzed import Brought, Fuzz
from tests.fakes.whatsapp_wire import Line
from tests.journeys.both import PUBLIC_URL, Both
from tests.journeys.people import ANA, BEN, CLEO, EVA, SANNE
from tests.journeys.platforms import WEBHOOK_SECRET

_SECRET = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
_FEW, _MANY = 600, 20_000
_FORESEEN = {200, 400}  # taken, or no JSON
# What books: a row there has come with an update whose key is kept.
_BOOKED = (
    "entries",
    "visits",
    "vouchers",
    "accounts",
    "persons",
    "staff",
    "letters",
    "consents",
    "goals",
    "audit",
)
_COUNT = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in ("updates", *_BOOKED))  # noqa: S608 - ours


@pytest.fixture
async def cafe(both: Both) -> Both:
    """Open a café with a customer on each messenger, and one who has gone."""
    shop = await both.cafe()
    for person, on in ((ANA, "telegram"), (BEN, "whatsapp"), (SANNE, "telegram")):
        await both.joins(shop, person, on=on)
    return both


async def bring(both: Both, seed: int, most: int, file: str) -> int:
    """Bring so many bodies, one after the other; return how many had an effect that their keys tell of."""
    kept = 0
    line = Line(both.meta.business.phone_number_id, both.meta.business.number)
    fuzz = Fuzz(Random(seed), (ANA, BEN, CLEO, EVA, SANNE), line, both.meta.business.account_id)  # noqa: S311 - no secret
    transport = httpx.ASGITransport(both.web)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as web:
        with sqlite3.connect(urlsplit(file).path[1:]) as eye:
            for number in range(most):
                before = eye.execute(_COUNT).fetchone()
                brought = fuzz()
                status = await _post(both, web, brought)
                assert status in _FORESEEN, (number, status, brought)
                keys, *booked = (
                    n - was for n, was in zip(eye.execute(_COUNT).fetchone(), before, strict=True)
                )
                kept += bool(keys)
                assert keys or not any(booked), (number, dict(zip(_BOOKED, booked, strict=True)), brought)
    return kept


async def _post(both: Both, web: httpx.AsyncClient, brought: Brought) -> int:
    if brought.platform == "telegram":
        proof = _SECRET
    else:
        proof = {"X-Hub-Signature-256": both.meta.webhooks.sign(brought.body)}
    return (await web.post(f"/{brought.platform}/webhook", content=brought.body, headers=proof)).status_code


async def holds(both: Both, caplog: pytest.LogCaptureFixture, file: str, *, seed: int, most: int) -> None:
    """Bring so many, and look at what is left: nothing was told as a fault, and a scan is answered as ever."""
    assert await bring(both, seed, most, file) > most // 10  # or nothing was tried
    faults = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not faults, [record.getMessage() for record in faults]
    both.bot.api.chat_of(ANA).blocked = False
    await both.telegram.opens(ANA, "home")
    await both.telegram.says(ANA, "/card")
    assert "stamps ✔ stamped" in await both.telegram.says(EVA, both.telegram.short_code(ANA))


@pytest.mark.parametrize("seed", [1])
async def test_whatever_is_brought_is_answered_and_a_scan_after_it_too(
    cafe: Both, both_url: str, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    await holds(cafe, caplog, both_url, seed=seed, most=_FEW)


@pytest.mark.slow
async def test_whatever_is_brought_twenty_thousand_times_is_answered(
    cafe: Both, both_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await holds(cafe, caplog, both_url, seed=2, most=_MANY)
