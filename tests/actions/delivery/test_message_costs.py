"""What an owner may learn of a platform that bills messages: what was sent, and which words it holds back."""

import pytest
from sqlalchemy import text

from actions.access import NotAllowed
from actions.campaigns.broadcast import BroadcastPreview, preview
from actions.campaigns.consents import give_consent
from actions.delivery.message_costs import Trouble, troubles
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from storage.delivery import templates
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import known_addresses, persons
from tests.actions.places import DAY, HOUR, NOW, Luna, open_luna, stamps

LINE = ("whatsapp", "line")
TEMPLATES = {"visit": "utility", "birthday": "marketing"}
LANGUAGES = ("en", "nl")


@pytest.fixture
async def luna(db: Database) -> Luna:
    """Open Café Luna, where Ana is on WhatsApp too and speaks Dutch."""
    luna = await open_luna(db, stamps())
    await db.write(_comes_along, luna.cafe.ana)
    return luna


def _comes_along(tx: Tx, person_id: int) -> None:
    known_addresses.add_address(tx, person_id, *LINE, "NL.1", now=NOW - DAY)
    persons.set_language(tx, person_id, "nl")


def _judge(tx: Tx, name: str, language: str, category: str, status: str) -> None:
    templates.keep(tx, "line", templates.TemplateState(name, language, category, status, None), now=NOW)


async def found(luna: Luna) -> list[Trouble] | NotAllowed:
    cafe = luna.cafe
    return await luna.db.read(troubles, ActingPerson(cafe.cleo), cafe.shop.id, LINE, TEMPLATES, LANGUAGES)


async def test_words_that_nobody_handed_in_wait_in_the_languages_that_are_spoken(luna: Luna) -> None:
    assert await found(luna) == [Trouble("visit", "nl", "waits"), Trouble("birthday", "nl", "waits")]


@pytest.mark.parametrize(
    ("status", "what"),
    [("pending", "waits"), ("other words", "waits"), ("rejected", "refused"), ("paused", "refused")],
)
async def test_words_are_held_back_until_they_are_approved(luna: Luna, status: str, what: str) -> None:
    await luna.db.write(_judge, "visit", "nl", "utility", "approved")
    await luna.db.write(_judge, "birthday", "nl", "marketing", status)
    assert await found(luna) == [Trouble("birthday", "nl", what)]  # type: ignore[arg-type]


async def test_words_that_became_marketing_are_noticed_and_those_that_were_meant_so_are_not(
    luna: Luna,
) -> None:
    for template in TEMPLATES:
        await luna.db.write(_judge, template, "nl", "marketing", "approved")
    assert await found(luna) == [Trouble("visit", "nl", "dearer")]


async def test_whom_the_platform_does_not_reach_speaks_no_language_there(luna: Luna) -> None:
    reach = await luna.db.read(known_addresses.find_address, *LINE, "NL.1")
    assert reach
    await luna.db.write(known_addresses.mark_unreachable, reach.id, now=NOW)
    assert await found(luna) == []


@pytest.mark.parametrize("to", ["everyone", "active", "language:nl"])
async def test_a_preview_counts_whom_a_channel_may_reach(luna: Luna, to: str) -> None:
    cafe = luna.cafe
    await luna.booked(NOW)
    await luna.db.write(give_consent, cafe.ana, Purpose.OFFERS, channel="telegram", wording="1:en", now=NOW)

    async def on(channel: str) -> int:
        seen = await luna.db.read(
            preview, ActingPerson(cafe.cleo), cafe.shop.id, to, channel=channel, now=NOW + HOUR
        )
        assert isinstance(seen, BroadcastPreview)
        assert seen.count == 1
        return seen.on_channel

    assert [await on(channel) for channel in ("whatsapp", "telegram", "browser", "")] == [1, 1, 0, 0]
    await luna.db.write(
        lambda tx: tx.execute(text("UPDATE addresses SET unreachable_at = created_at")).close()
    )
    assert await on("whatsapp") == 0
