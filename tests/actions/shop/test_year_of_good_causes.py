"""A year of a thousand customers: what good causes were given is what the sums foretold, exact to the last thousandth."""

from datetime import timedelta
from random import Random

import pytest

from actions.shop.calculator import Calculation, calculate
from actions.shop.cause_payments import books_of
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported
from loyalty.cards.visits import Claim
from loyalty.shop.basis import Told
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import business
from tests.actions.places import DAY, NOW, Luna, join, meet, open_luna, points, stamps

CAUSES = (Supported("Food bank"), Supported("Animal shelter"))
_PEOPLE, _DAYS, _A_DAY = 1_000, 365, 12
_SECONDS_APART = 90


def _people(tx: Tx, luna: Luna) -> list[int]:
    return [join(tx, luna.cafe.shop, meet(tx, f"Guest {n}")) for n in range(_PEOPLE)]


def _live(tx: Tx, luna: Luna, day: int, came: list[tuple[int, int | None]]) -> int:
    """Let people come on a day, and return how many of these visits counted."""
    eva, counted = ActingPerson(luna.cafe.eva), 0
    for number, (card, spent) in enumerate(came):
        now = NOW + day * DAY + timedelta(seconds=number * _SECONDS_APART)
        scan = Scan(eva, card, Claim(spent_minor=spent))
        counted += isinstance(scan_card(tx, scan, key=f"{day}:{number}", now=now), Booked)
    return counted


async def _foretold(luna: Luna, day: int) -> tuple[int, int]:
    """Return how many visits a month has by the sums, and what it costs for good causes, in thousandths."""
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.read(calculate, cleo, luna.cafe.shop.id, None, now=NOW + day * DAY + DAY / 2)
    assert isinstance(found, Calculation)
    [gift] = [one for one in found.reckoned.gifts if one.cause == GoodCauses.name]
    assert gift.cost is not None
    assert gift.cost.low == gift.cost.high
    return gift.times or 0, round(gift.cost.high * EXACT)


@pytest.mark.slow
@pytest.mark.parametrize(("permille", "fixed"), [(13, 0), (0, 10)], ids=["share", "sum"])
async def test_a_year_of_a_thousand_customers_costs_what_the_sums_foretold(
    sqlite_db: Database, permille: int, fixed: int
) -> None:
    part = GoodCauses(CAUSES, permille, fixed)
    luna = await open_luna(sqlite_db, points(parts=(part,)) if permille else stamps(10, parts=(part,)))
    await sqlite_db.write(business.tell, luna.cafe.shop.id, Told(None if permille else 450, 650))
    cards = await sqlite_db.write(_people, luna)
    dice, given, month = Random(7), 0, 0  # noqa: S311 - the same at each run
    for day in range(_DAYS):
        came = [(card, dice.randint(200, 2_000) if permille else None) for card in dice.sample(cards, _A_DAY)]
        assert await sqlite_db.write(_live, luna, day, came) == _A_DAY
        day_gave = sum(part.gives(spent) for _, spent in came)
        given, month = given + day_gave, month + day_gave
        if day % 30 == 29:
            if day > 30:  # a month that the shop had whole
                visits, cost = await _foretold(luna, day)
                assert visits == 30 * _A_DAY
                assert cost == pytest.approx(month, rel=0.1 if permille else 0)
            month = 0
    books = await sqlite_db.read(books_of, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(books, list)
    assert [(one.name, one.given) for one in books] == [("Food bank", given)]
