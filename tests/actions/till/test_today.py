"""A day at the till: what is summed up, and how far each role may look."""

from datetime import timedelta

from actions.shop.branches import add_branch
from actions.shop.team import change_branch
from actions.till.redeem import Redeemed, redeem
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.today import Booking, Sum, Today, to_take_back, todays_bookings
from loyalty.actor import ActingPerson
from loyalty.cards.parts.surprise import Surprise
from loyalty.units import Unit
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, points, stamps
from words.language import words
from words.till.day import day_lines


async def today(luna: Luna, who: int, *, most: int = 9) -> Today:
    day = await luna.db.write(
        todays_bookings, ActingPerson(who), luna.cafe.shop.id, most=most, now=NOW + HOUR
    )
    assert isinstance(day, Today)
    return day


async def offered(luna: Luna, who: int, now: timedelta = HOUR) -> list[Booking]:
    found = await luna.db.write(to_take_back, ActingPerson(who), luna.cafe.shop.id, most=9, now=NOW + now)
    assert isinstance(found, list)
    return found


async def with_branches(luna: Luna) -> tuple[int, int, int]:
    """Open two branches: Eva stands at the first, Kai at the second, Kim at none; return their ids."""
    db, cafe = luna.db, luna.cafe
    kai, kim = [await db.write(meet, name) for name in ("Kai", "Kim")]
    members = {cafe.eva: 0, kai: 0, kim: 0}
    for who in (kai, kim):
        members[who] = (await db.write(hire, cafe.shop.id, who, "cashier")).member.id
    rows = await db.read(lambda tx: tx.exec_driver_sql("SELECT person_id, id FROM staff").all())
    members |= {row[0]: row[1] for row in rows}
    for name, who in (("Canal", cafe.eva), ("Harbour", kai)):
        added = await db.write(add_branch, ActingPerson(cafe.cleo), cafe.shop.id, name, now=NOW)
        assert isinstance(added, tuple)
        branch = next(one.id for one in added if one.name == name)
        await db.write(change_branch, ActingPerson(cafe.cleo), cafe.shop.id, members[who], branch, now=NOW)
    return cafe.eva, kai, kim


async def cards(luna: Luna, *names: str) -> list[int]:
    return [await luna.db.write(join, luna.cafe.shop, await luna.db.write(meet, name)) for name in names]


async def test_a_day_has_its_visits_its_rewards_and_what_was_spent(db: Database) -> None:
    luna = await open_luna(db, points())
    await luna.booked(NOW - DAY, spent=9900)
    await luna.booked(NOW, spent=6050)
    slip = await luna.booked(NOW + MINUTE, spent=100)
    await luna.undo(slip.visit.id, NOW + MINUTE)
    handed = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "coffee", shown=True, now=NOW + 2 * MINUTE
    )
    assert isinstance(handed, Redeemed)
    day = await today(luna, luna.cafe.eva)
    assert day.sums == (Sum(None, 1, {Unit.POINTS: 60}, 6050, 1),)
    assert [(line.holder, line.amount, line.reward, line.undone_at is None) for line in day.lines] == [
        ("Ana", None, "A free coffee", True),
        ("Ana", 1, None, False),
        ("Ana", 60, None, True),
    ]


async def test_a_cashier_sees_the_own_branch_and_what_is_their_own(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    eva, kai, kim = await with_branches(luna)
    zita, lili = await cards(luna, "Zita", "Lili")
    await luna.booked(NOW, by=eva)
    await luna.booked(NOW + MINUTE, card=zita, by=kai)
    await luna.booked(NOW + 2 * MINUTE, card=lili, by=kim)
    seen = {
        who: [line.holder for line in (await today(luna, who)).lines]
        for who in (eva, kai, kim, luna.cafe.cleo)
    }
    assert seen == {eva: ["Ana"], kai: ["Zita"], kim: ["Lili"], luna.cafe.cleo: ["Lili", "Zita", "Ana"]}
    assert (await today(luna, kai)).sums == (Sum("Harbour", 1, {Unit.STAMPS: 1}, None, 0),)
    summed = (await today(luna, luna.cafe.cleo)).sums
    assert [(one.branch, one.visits) for one in summed] == [(None, 1), ("Canal", 1), ("Harbour", 1)]
    assert [one.holder for one in await offered(luna, kai)] == ["Zita"]


async def test_what_was_given_without_a_visit_is_summed_up_beside_the_visits(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(Surprise(a_month=20, a_day=20, at_once=9),)))
    eva, kai, _ = await with_branches(luna)
    programme = (await luna.booked()).state.counter.programme_id
    about = (luna.cafe.card_id, programme)
    asked = await db.write(budget, ActingPerson(eva), *about, now=NOW)
    assert isinstance(asked, Budget)
    given = await db.write(
        give_surprise, ActingPerson(eva), SurpriseGift(*about, 3, asked.seen, "why"), now=NOW
    )
    assert isinstance(given, Surprised)
    for who, gifts in ((luna.cafe.cleo, {programme: 3}), (eva, {programme: 3}), (kai, {})):
        assert (await today(luna, who)).gifts == gifts
    said = "\n".join(day_lines(await today(luna, eva), words("en")))
    assert "🎀 and 3 stamps more as gifts" in said


async def test_in_one_place_everybody_sees_the_whole_day(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    kai = await db.write(meet, "Kai")
    await db.write(hire, luna.cafe.shop.id, kai, "cashier")
    await luna.booked(NOW)
    assert ((await today(luna, kai)).seen, len((await today(luna, kai)).lines)) == ("all", 1)


async def test_only_what_can_be_taken_back_is_offered(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    await luna.booked(NOW - DAY - HOUR)
    await luna.booked(NOW - HOUR)
    newest = (await luna.booked(NOW)).visit
    held = (await luna.stands()).vouchers
    handed = await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, held[0].id, shown=True, now=NOW
    )
    assert isinstance(handed, Redeemed)
    assert {(one.visit_id, one.voucher_id) for one in await offered(luna, luna.cafe.eva, 5 * MINUTE)} == {
        (newest.id, None),
        (None, held[0].id),
    }
    assert [one.visit_id for one in await offered(luna, luna.cafe.eva)] == [newest.id]  # a manager may still
    assert len(await offered(luna, luna.cafe.cleo)) == 2
