"""Who comes month after month and answers lukewarm is counted, never named, and not where so few answered that it would tell of somebody."""

import pytest

from actions.people.customers import CustomerOverview, see_customers
from actions.shop.digest import Digest, digest
from loyalty.actor import ActingPerson
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.alerts import LazilyLoyal, lazily_loyal
from loyalty.people.portrait import Lines, Portrait
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import opinions, portraits
from tests.actions.places import DAY, HOUR, NOW, Luna, join, meet, open_luna, stamps
from words.language import words
from words.people.customers import overview_lines
from words.shop.digest import digest_lines

ENGLISH = words("en")


def portray(tx: Tx, luna: Luna, card: int, quadrant: Quadrant) -> None:
    figures = {"days": 9, "months": 9, "visits": 9, "told": 0, "cost_minor": 0, "unpriced": 0}
    known = {"sales_minor": None, "margin_minor": None, "gap_days": None, "due_on": None}
    portraits.put(tx, luna.cafe.shop.id, Portrait(card, Phase.REGULAR, quadrant, **figures, **known))  # type: ignore[arg-type]


async def says(luna: Luna, answers: list[int], *, quadrant: Quadrant = Quadrant.FRIEND) -> list[int]:
    """Let somebody new come for each answer, and give it."""
    db, cards = luna.db, []
    for answer in answers:
        card = await db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, "Somebody")))
        await luna.booked(NOW, card=card)
        await db.write(portray, luna, card, quadrant)
        await db.write(answered, luna, card, answer)
        cards.append(card)
    return cards


def answered(tx: Tx, luna: Luna, card: int, answer: int, name: str = "recommend") -> None:
    visit = opinions.newest_visit(tx, accounts.by_id(tx, card))
    assert visit
    asked = next((one for one in opinions.asked(tx, luna.cafe.shop.id) if one.name == name), None)
    if asked is None:
        opinions.ask(tx, luna.cafe.shop.id, name, "Is it warm enough?" if name == "own" else "", now=NOW)
        [*_, asked] = opinions.asked(tx, luna.cafe.shop.id)
    opinions.give(tx, visit, asked.id, answer, now=NOW)


async def seen(luna: Luna, days: int = 1) -> LazilyLoyal | None:
    cafe = luna.cafe
    found = await luna.db.read(see_customers, ActingPerson(cafe.cleo), cafe.shop.id, now=NOW + days * DAY)
    assert isinstance(found, CustomerOverview)
    return found.lazily_loyal


@pytest.mark.asks
async def test_the_loyal_who_answer_lukewarm_are_counted_from_ten_answers_on(db: Database) -> None:
    luna = await open_luna(db, stamps(9))
    await says(luna, [10, 9, 9, 8, 8, 7, 6, 0, 3])
    await says(luna, [0] * 5, quadrant=Quadrant.STRANGER)
    assert await seen(luna) is None
    await says(luna, [10], quadrant=Quadrant.BARNACLE)
    assert await seen(luna) == LazilyLoyal(10, 6)
    assert await seen(luna, 181) is None


@pytest.mark.slow
@pytest.mark.asks
async def test_of_each_the_newest_answer_on_a_scale_counts_whatever_was_asked(db: Database) -> None:
    luna = await open_luna(db, stamps(9))
    five = (await says(luna, [0] * 10))[:5]
    for hours, answer, name, lukewarm in ((1, 4, "own", 5), (2, 3, "own", 10), (3, 0, "value", 10)):
        for card in five:
            await luna.booked(NOW + hours * HOUR, card=card)
            await db.write(answered, luna, card, answer, name)
        assert await seen(luna) == LazilyLoyal(10, lukewarm)


@pytest.mark.asks
async def test_an_answer_is_told_with_four_others_so_that_nobodys_is_seen_to_arrive(db: Database) -> None:
    luna = await open_luna(db, stamps(9))
    cards = await says(luna, [10] * 10)
    for answer in (0, 1, 2, 3):
        await says(luna, [answer])
        assert await seen(luna) == LazilyLoyal(10, 0)
    await luna.booked(NOW + HOUR, card=cards[0])
    await db.write(answered, luna, cards[0], 5)
    assert await seen(luna) == LazilyLoyal(14, 5), (
        "five more answers, one of them in the place of an older one"
    )


async def test_a_months_figures_say_it_where_it_is_half_of_them_and_name_nobody(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(9))
    await says(luna, [5] * 6 + [10] * 4)

    async def told(period: str) -> str:
        asked = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, period)
        found = await sqlite_db.read(digest, *asked, now=NOW + 31 * DAY)  # type: ignore[arg-type]
        assert isinstance(found, Digest)
        return "\n".join(digest_lines(found, ENGLISH))

    month = await told("month")
    assert "⚠ Of 10 loyal customers who said what they think, 6 are lukewarm (60%)." in month
    assert "Who they are nobody sees: they were promised that." in month
    assert "Ask your regulars at the counter what you could do better." in month
    assert "Somebody" not in month
    assert "lukewarm" not in await told("week")
    await says(luna, [10] * 5)
    assert "lukewarm" not in await told("month")


async def test_where_few_are_lukewarm_it_is_said_without_alarm(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(9))
    await says(luna, [5] * 2 + [10] * 13)
    await sqlite_db.write(portraits.end_night, luna.cafe.shop.id, Lines(40, 4), now=NOW)
    asked = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    found = await sqlite_db.read(see_customers, *asked, now=NOW + DAY)
    assert isinstance(found, CustomerOverview)
    lines = "\n".join(overview_lines(found, ENGLISH))
    assert "💬 Of 15 loyal customers who said what they think, 2 are lukewarm (13%)." in lines
    assert "out of habit" not in lines


def test_of_fewer_than_ten_nothing_is_said() -> None:
    assert lazily_loyal(9, 9) is None
    assert [lazily_loyal(10, n).alarming for n in (4, 5)] == [False, True]  # type: ignore[union-attr]
