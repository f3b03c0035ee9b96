"""Owners see what WhatsApp took, what waiting saved, and which of their words it holds back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.platform import Billing
from bot.templates.book import BOOK
from loyalty.delivery.message_costs import NO_PRICES, Prices
from loyalty.shop.basis import Told
from storage.delivery import templates
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import known_addresses
from storage.shop import business
from tests.actions.customers import agree
from tests.kinds import BIRTHDAY, BROADCAST, WIN_BACK
from tests.post import hears, only_campaign
from tests.talk import ANA, CLEO, NOON, PLATFORM, Person, Talk
from words.language import LANGUAGES

BEN = Person("Ben", "700005", "nl")
LINE = ("whatsapp", "line")
PRICES = Prices(marketing_micros=70_700, utility_micros=41_500)


@dataclass
class Luna:
    """Café Luna, where Ana and Ben want offers and are on WhatsApp too, whose prices are known."""

    talk: Talk
    shop_id: int

    async def asks(self, *labels: str) -> str:
        """Let Cleo open /campaigns and tap her way."""
        said = await self.talk.says(CLEO, "/campaigns")
        for label in labels:
            said = await self.talk.taps(CLEO, label)
        return said

    async def tells_sales(self) -> None:
        """Let a visit bring 4.50, of which 65 % are left."""
        await self.talk.db.write(business.tell, self.shop_id, Told(450, 650))

    async def sums(self) -> str:
        """Let Cleo open /calculator."""
        return await self.talk.says(CLEO, "/calculator")

    async def writes_to_all(self) -> str:
        """Let Cleo type a message to everybody."""
        await self.talk.says(CLEO, "/broadcast")
        await self.talk.taps(CLEO, "Everybody")
        return await self.talk.says(CLEO, "Soup on Friday!")

    async def sent(self, *charges: str) -> None:
        """Let one message go to each customer, billed so, in the order of their joining."""
        await self.writes_to_all()
        await self.talk.taps(CLEO, "✔ Send in ten minutes")
        self.talk.wait(minutes=11)
        await hears(self.talk, self.shop_id, ANA)
        for number, charge in enumerate(charges, 1):
            await self.talk.db.write(_bill, number, charge)

    def knows(self, prices: Prices) -> None:
        """Let the operator set prices."""
        self.talk.platform = replace(PLATFORM, billing=Billing(*LINE, prices))


def _bill(tx: Tx, number: int, charge: str) -> None:
    tx.execute(
        text("UPDATE occurrences SET charge = :charge WHERE id = :id"), {"charge": charge, "id": number}
    )


def _join_whatsapp(tx: Tx, person: Person) -> None:
    known = known_addresses.find_address(tx, "telegram", "stempel_bot", person.id)
    assert known
    agree(tx, known.person_id, now=NOON)
    known_addresses.add_address(tx, known.person_id, *LINE, f"NL.{person.id}", now=known.seen_at)


def _approve_all(tx: Tx) -> None:
    for template in BOOK.values():
        for language in LANGUAGES:
            _judge(tx, template.name, language, template.category, "approved")


def _judge(tx: Tx, name: str, language: str, category: str, status: str) -> None:
    templates.keep(tx, "line", templates.TemplateState(name, language, category, status, None), now=NOON)


@pytest.fixture
async def luna(sqlite_db: Database) -> Luna:
    """Open Café Luna."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(BEN, "j" + opened.shop.code)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, BIRTHDAY, WIN_BACK, BROADCAST)
    for person in (ANA, BEN):
        await sqlite_db.write(_join_whatsapp, person)
    await sqlite_db.write(_approve_all)
    luna = Luna(talk, opened.shop.id)
    luna.knows(PRICES)
    return luna


async def test_where_nothing_was_sent_that_has_a_price_nothing_is_said_of_money(luna: Luna) -> None:
    await luna.sent()
    assert "WhatsApp" not in await luna.asks()


async def test_the_list_says_what_was_free_what_was_paid_and_what_waiting_saved(luna: Luna) -> None:
    await luna.sent("free", "marketing")
    said = await luna.asks()
    assert "WhatsApp so far: 1 free, 1 paid (€0.07), €0.07 saved by waiting until they wrote." in said
    assert "WhatsApp" not in await luna.asks("✔ Birthday")


async def test_the_sum_of_all_says_that_receipts_are_not_in_it(luna: Luna) -> None:
    await luna.sent("free", "marketing")
    assert "Receipts are not counted here" in await luna.asks()
    assert "Receipts" not in await luna.asks("✔ Birthday")


async def test_a_campaign_says_it_of_its_own_messages(luna: Luna) -> None:
    await luna.sent("free", "marketing")
    await luna.talk.db.write(
        lambda tx: tx.execute(text("UPDATE occurrences SET kind = 'birthday' WHERE id = 2")).close()
    )
    assert "· WhatsApp so far: 0 free, 1 paid (€0.07).\n" in await luna.asks("✔ Birthday")


async def test_a_service_message_that_was_billed_is_not_called_free(luna: Luna) -> None:
    await luna.sent("service", "service")
    assert "0 free, 2 paid (€0.08), €0.06 saved" in await luna.asks()


async def test_without_prices_there_are_counts_and_a_hint(luna: Luna) -> None:
    luna.knows(NO_PRICES)
    await luna.sent("free", "marketing")
    said = await luna.asks()
    assert "WhatsApp so far: 1 free, 1 paid.\nI don't know the prices" in said
    assert "WHATSAPP_" not in said  # names for who runs it, not for who asks


async def test_the_sums_of_a_month_have_what_its_messages_cost_from_as_billed_to_all_by_template(
    luna: Luna,
) -> None:
    """One of two was billed, €0.0707; by template both are €0.1414."""
    await luna.tells_sales()
    await luna.sent("free", "marketing")
    assert "Messages come on top: 2 by WhatsApp in 30 days, €0.07 to €0.15;" in await luna.sums()
    luna.talk.wait(days=31)
    assert "Messages come on top: 0 by WhatsApp in 30 days, €0.00;" in await luna.sums()


async def test_without_prices_the_sums_of_messages_are_a_number_and_never_nothing(luna: Luna) -> None:
    luna.knows(NO_PRICES)
    await luna.tells_sales()
    await luna.sent("marketing", "marketing")
    assert "2 by WhatsApp in 30 days, whose prices I don't know" in await luna.sums()


async def test_where_all_words_are_approved_there_is_no_warning(luna: Luna) -> None:
    assert "⚠" not in await luna.asks()


async def test_words_that_wait_for_approval_are_named_with_their_languages(luna: Luna) -> None:
    for language in LANGUAGES:  # nobody here speaks Hungarian
        await luna.talk.db.write(_judge, "birthday", language, "marketing", "pending")
    await luna.talk.db.write(_judge, "win_back_ask", "nl", "marketing", "pending")
    said = await luna.asks()
    assert (
        "WhatsApp has not approved the words for Birthday (English, Nederlands) and We miss you (Nede" in said
    )
    assert "the words for Birthday (English, Nederlands) yet: they reach only" in await luna.asks(
        "✔ Birthday"
    )


async def test_what_is_switched_off_or_gives_nothing_needs_no_words(luna: Luna) -> None:
    for template in ("goal", "birthday_gift", "win_back_gift", "anniversary"):
        await luna.talk.db.write(_judge, template, "en", "marketing", "rejected")
    assert "⚠" not in await luna.asks()
    await luna.asks("✔ Birthday", "Gift")
    assert "does not let the words for Birthday (English) through" in await luna.talk.says(CLEO, "Cake")


async def test_receipts_that_became_marketing_are_told_of(luna: Luna) -> None:
    await luna.talk.db.write(_judge, "visit", "nl", "marketing", "approved")
    assert "WhatsApp bills the words for receipts (Nederlands) as marketing now." in await luna.asks()


async def test_a_broadcast_says_how_many_it_may_bill_and_the_most_it_costs(luna: Luna) -> None:
    assert "About 2 of them are on WhatsApp: €0.15 at most." in await luna.writes_to_all()
    luna.knows(NO_PRICES)
    said = await luna.writes_to_all()
    assert "About 2 of them are on WhatsApp; whoever did not write within a day is billed." in said


async def test_a_broadcast_warns_of_words_that_are_held_back(luna: Luna) -> None:
    await luna.talk.db.write(_judge, "broadcast", "nl", "marketing", "paused")
    assert "does not let the words for News (Nederlands) through" in await luna.writes_to_all()


async def test_the_week_tells_of_words_that_are_held_back_and_the_month_does_not(luna: Luna) -> None:
    await luna.talk.db.write(_judge, "birthday", "nl", "marketing", "rejected")
    told = "⚠ WhatsApp does not let the words for Birthday (Nederlands) through"
    luna.talk.now = datetime(2026, 3, 23, 8, 30, tzinfo=UTC)
    assert told in await hears(luna.talk, luna.shop_id, CLEO)
    luna.talk.now = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)  # a Friday
    said = await hears(luna.talk, luna.shop_id, CLEO)
    assert "your month" in said
    assert told not in said


async def test_who_words_a_campaign_is_told_whom_own_words_reach(luna: Luna) -> None:
    told = "On WhatsApp your own words reach who wrote within a day; the rest get ours."
    assert told in await luna.asks("✔ Birthday", "✍ English")
    luna.talk.platform = PLATFORM
    assert told not in await luna.asks("✔ Birthday", "✍ English")
