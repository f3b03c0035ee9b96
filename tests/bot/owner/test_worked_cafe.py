"""The café of docs/programmes.md that was worked by hand: /calculator prints what stands there."""

import re
from dataclasses import replace
from datetime import time, timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy import text

from actions.campaigns.settings import kept
from actions.people.profile import set_birthday
from actions.shop.open_shop import NewShop, Opened, open_shop
from loyalty.actor import Operator
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
from loyalty.dates import Birthday
from loyalty.shop.basis import Told, basis_of
from loyalty.shop.sums import sums_of
from storage.campaigns.settings import change
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import programmes
from tests.actions.places import Cafe, Luna, change_only, hire, join, meet
from tests.kinds import ANNIVERSARY, BIRTHDAY, WELCOME
from tests.programmes import points_card, stamp_card
from tests.talk import CLEO, NOON, Talk

_DOC = Path(__file__).parents[3] / "docs" / "programmes.md"
_SOL = NewShop(
    "Café Sol",
    stamp_card([Reward("r1", "Free coffee", 10, 80)], head_start=1),
    told=Told(average_sale_minor=450, margin_permille=650),
)


def printed(number: int) -> str:
    """Return one of the chat's messages that the page shows."""
    blocks = re.findall(r"```text\n(.*?)```", _DOC.read_text(encoding="utf-8"), re.DOTALL)
    return str(blocks[number]).strip()


async def opened(db: Database, talk: Talk) -> Opened:
    """Open Café Sol, let three customers join, and each come on twenty days of the next thirty."""
    sol = await db.write(open_shop, Operator(), _SOL, now=talk.now)
    assert isinstance(sol, Opened)
    await talk.opens(CLEO, "i" + sol.owner_token)

    def staffed(tx: Tx) -> tuple[Cafe, list[int]]:
        eva = meet(tx, "Eva", now=talk.now)
        hire(tx, sol.shop.id, eva, "cashier", now=talk.now)
        people = [meet(tx, name, now=talk.now) for name in ("Ana", "Ben", "Dan")]
        cards = [join(tx, sol.shop, person, now=talk.now) for person in people]
        return Cafe(sol.shop, people[0], eva, eva, cards[0]), cards

    cafe, cards = await db.write(staffed)
    luna = Luna(db, cafe)
    for day in range(20):
        for card in cards:
            await luna.booked(talk.now + timedelta(days=day, hours=1), card=card)
    talk.wait(days=30)
    return sol


async def test_the_worked_cafe_is_what_the_calculator_prints(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await opened(sqlite_db, talk)
    assert await talk.says(CLEO, "/calculator") == printed(0)


async def test_a_change_of_the_worked_cafe_is_what_the_preview_prints(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await opened(sqlite_db, talk)
    await talk.says(CLEO, "/rewards")
    await talk.taps(CLEO, "✏ Free coffee")
    await talk.taps(CLEO, "Stamps")
    assert await talk.says(CLEO, "8") == printed(1)


async def test_a_loss_of_the_worked_cafe_is_what_the_second_question_prints(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await opened(sqlite_db, talk)
    await talk.says(CLEO, "/rewards")
    await talk.taps(CLEO, "✏ Free coffee")
    await talk.taps(CLEO, "What it costs us")
    await talk.says(CLEO, "40")
    assert await talk.taps(CLEO, "✔ Confirm") == printed(2)


def _said_by_hand(*sums: str) -> bool:
    page = " ".join(_DOC.read_text(encoding="utf-8").split())
    return all(each in page for each in sums)


async def test_a_bonus_time_of_the_worked_cafe_costs_in_a_month_what_was_reckoned_by_hand(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    sol = await opened(sqlite_db, talk)
    lunch = BonusTime(weekdays=(0, 1, 2, 3, 4), start=time(12), end=time(16), times=2)
    await sqlite_db.write(
        change_only, sol.shop.id, replace(_SOL.programme, parts=(lunch,)), now=talk.now - timedelta(days=30)
    )
    assert "At worst €8.40 a month" in await talk.says(CLEO, "/calculator")
    assert _said_by_hand("105 × €0.08 = €8.40", "€3.36 / €2.925 = 1.15")
    assert (840 - 504, round(336 / 292.5, 2)) == (336, 1.15)


def test_an_item_and_more_than_usual_of_the_worked_cafe_cost_what_was_reckoned_by_hand() -> None:
    basis = basis_of(_SOL.told, "EUR", ())
    assert basis
    stamp = sums_of(_SOL.programme, basis, minor_per_unit=100).cost_per_unit.high
    assert _said_by_hand("2 × €0.08 = €0.16", "€1.95 / €0.16 = 12.2")
    assert stamp * 2 == 16
    assert round(float(300 * Fraction(65, 100) / (stamp * 2)), 1) == 12.2
    coffee = points_card([Reward("r1", "Free coffee", 100, 80)])
    point = sums_of(coffee, basis, minor_per_unit=100).cost_per_unit.high
    more = AboveAverage(20, 5)
    least = more.least_minor(450)
    assert least
    assert _said_by_hand("1.2 × €4.50 = €5.40", "5 × €0.008 = €0.04", "€0.585 / €0.04 = 14.6")
    assert least == 540
    assert point * more.plus == 4
    assert round(float((least - 450) * Fraction(65, 100) / (point * more.plus)), 1) == 14.6


def _generous(tx: Tx, shop_id: int, people: list[int]) -> None:
    """Let Café Sol give what the page says beside visits, and its customers tell their birthdays."""
    version = programmes.first(tx, shop_id)
    parts = (Surprise(), Referral(for_friend=2, for_inviter=2))
    programmes.change(
        tx, shop_id, version.programme_id, replace(version.programme, parts=parts), by=None, now=NOON
    )
    gifts: tuple[tuple[MessageKind, dict[str, int | str]], ...] = (
        (BIRTHDAY, {"gift": "Slice of cake", "gift_cost_minor": 150}),
        (ANNIVERSARY, {"gift": "Slice of cake"}),
        (WELCOME, {"gift_amount": 1}),
    )
    for kind, settings in gifts:
        row = kept(tx, shop_id, kind)
        change(tx, row.id, on=True, holdout_percent=0, settings=settings, wording={}, filter_id=None)
    for person_id in people:
        set_birthday(tx, person_id, Birthday(5, 14), now=NOON)


async def test_what_the_worked_cafe_gives_beside_visits_is_what_the_calculator_prints(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    sol = await opened(sqlite_db, talk)
    people = await sqlite_db.read(
        lambda tx: [row[0] for row in tx.execute(text("SELECT person_id FROM accounts"))]
    )
    await sqlite_db.write(_generous, sol.shop.id, people)
    assert printed(3) in await talk.says(CLEO, "/calculator")
