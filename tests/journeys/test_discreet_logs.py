"""The log of a whole journey, faults and all, at every level and with every library's voice: ids, and nothing of people."""

import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest

from app.logs import make_handler
from tests.fakes.people import User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.own import LUNA_TOKEN, SOL_TOKEN, Own
from tests.journeys.platforms import APP_SECRET, SECRET, WEBHOOK_SECRET, TelegramPlatform, Where
from tests.journeys.stage import ONE_STAMP, Stage

ZITA = User(70010021, "Zitaquetzal", "Kovácsmaier")
EVA = User(70010022, "Evalotta", "Vriesendorp")
CLEO = User(70010023, "Cleopatrine")
SHOP = "Café Lunastella"
_A_TEXT = 12  # letters of a line that stands in no log by chance
_SLOW = [Where("polling"), Where("telegram", "postgres")]
_PLACES = [
    Where("telegram"),
    Where("whatsapp"),
    *(pytest.param(one, marks=pytest.mark.slow) for one in _SLOW),
]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Write everything that anybody says at any level, as the operator's log does."""
    written = StringIO()
    handler = make_handler(written)
    voices = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [(voice, voice.level) for voice in voices]
    for voice in voices:
        voice.setLevel(logging.DEBUG)
    logging.root.addHandler(handler)
    yield written
    logging.root.removeHandler(handler)
    for voice, level in levels:
        voice.setLevel(level)


async def _lives(stage: Stage) -> list[str]:
    """Let people do what they do, and what is done to them; return what they said."""
    cafe = await stage.cafe(SHOP, ONE_STAMP, owner=CLEO, cashiers=[EVA])
    await cafe.joins(ZITA)
    said = ["my birthday is 25 march", "goal", "Your coffee was cold and bitter this morning", "mydata"]
    for words in said:
        await stage.says(ZITA, words)
    await stage.scans(EVA, ZITA)
    for words in (f"/find {ZITA.first_name}", "/today", "/undo", "Zxqv99"):
        await stage.says(EVA, words)
    await stage.sends_photo(EVA, stage.picture(ZITA))
    await stage.taps(ZITA, "Use: Free coffee")
    await stage.scans(EVA, ZITA)
    for words in ("/stats", "/staff", "/audit", "/export", "/poster"):
        await stage.says(CLEO, words)
    return said


async def _goes_wrong(stage: Stage) -> None:
    """Let the platform refuse, and a bug bite."""
    if isinstance(stage.messenger, TelegramPlatform):
        stage.messenger.breaks(status=400, description=f"Bad Request: can't parse “{ZITA.first_name}”")
        await stage.says(ZITA, "/card")
        stage.messenger.breaks(status=500)
        await stage.says(ZITA, "/history")
    else:
        stage.messenger.fails_later(ZITA, 131000, times=2)
        await stage.says(ZITA, "card")
    await stage.change("UPDATE shops SET timezone = 'Mars/Olympus'")
    await stage.says(ZITA, "/card")
    await stage.scans(EVA, ZITA)
    await stage.messenger.blocks(ZITA)


def _secrets(stage: Stage, said: list[str]) -> set[str]:
    """Return what belongs into no log: names, ids, tokens, keys, codes, and every line that anybody typed or read."""
    found = {SHOP, "wamid", WEBHOOK_SECRET, APP_SECRET, SECRET.decode(), stage.messenger.token, *said}
    for person in (ZITA, EVA, CLEO):
        found |= {person.first_name, str(person.id), stage.platform.external_id(person)} | {
            person.last_name
        } - {""}
        for seen in stage.platform.since(person, 0):
            found |= {line for line in seen.text.splitlines() if len(line) >= _A_TEXT}
            found |= set(re.findall(r"Code: (\w{6})", seen.text))
    if isinstance(stage.messenger, FakeWhatsApp):
        found |= {stage.messenger.contact(person).wa_id for person in (ZITA, EVA, CLEO)}
    return found | {re.split(r"[=#]|%23", code)[-1] for code in stage.scanned}


@pytest.mark.slow
@pytest.mark.parametrize("where", _PLACES, ids=str)
async def test_a_log_of_every_level_names_nobody_and_repeats_nothing(
    stage: Stage, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    said = await _lives(stage)
    await _goes_wrong(stage)
    lines = log.getvalue().splitlines()
    assert any("level=debug room=bot.router" in line for line in lines)
    assert any("level=error room=bot.router" in line and "ZoneInfoNotFoundError" in line for line in lines)
    printed = "\n".join([*lines, *capfd.readouterr()])
    assert not sorted(one for one in _secrets(stage, said) if one in printed)


@pytest.mark.slow
async def test_a_log_of_a_shops_own_bot_and_of_limits_holds_no_token_and_nobody(
    own: Own, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    cafe = await own.shared.cafe(SHOP, ONE_STAMP, owner=CLEO, cashiers=[EVA])
    said = [f"here it is: {LUNA_TOKEN}", "Lost it somewhere near the harbour", SOL_TOKEN[:-9] + "Forgotten"]
    own.shared.telegram.breaks(status=400, description=f"Bad Request: “{said[0]}” stays", methods=("delete",))
    await own.shared.says(CLEO, said[0])
    await own.answers(own.luna)
    await own.luna.opens(ZITA, "j" + cafe.shop.code)
    await own.luna.opens(EVA, own.luna.code_of(ZITA))
    for words in said[1:]:
        await own.shared.says(CLEO, words)
    for number in range(12):
        await own.shared.says(CLEO, f"{SOL_TOKEN[:-3]}{number:03}")
        await own.luna.says(EVA, f"Zxqv{number + 10}")
    printed = "\n".join([log.getvalue(), *capfd.readouterr()])
    assert "A message stays in its chat" in printed
    secrets = (
        _secrets(own.luna, said) | _secrets(own.shared, said) | {LUNA_TOKEN, LUNA_TOKEN.partition(":")[2]}
    )
    assert not sorted(one for one in secrets | {SOL_TOKEN[12:-9]} if one.lower() in printed.lower())
