"""A day at the till: what is summed up, and how far each role may look."""

from dataclasses import fields
from datetime import timedelta

from actions.shop.branches import add_branch
from actions.shop.team import change_branch
from actions.till.redeem import Redeemed, redeem
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.to_take_back import ToTakeBack, of_card, of_shop
from actions.till.today import Booking, Sum, Today, todays_bookings
from loyalty.actor import ActingPerson
from loyalty.cards.parts.surprise import Surprise
from loyalty.units import Unit
from storage.engine.database import Database
from storage.till import to_take_back
from storage.till.day import Scope, asked_of
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, join, meet, open_luna, points, stamps
from tests.plans import plan
from words.language import words
from words.till.day import day_lines


async def today(luna: Luna, who: int, *, most: int = 9) -> Today:
    day = await luna.db.write(
        todays_bookings, ActingPerson(who), luna.cafe.shop.id, most=most, now=NOW + HOUR
    )
    assert isinstance(day, Today)
    return day


async def offered(luna: Luna, who: int, now: timedelta = HOUR) -> list[Booking]:
    found = await luna.db.write(of_shop, ActingPerson(who), luna.cafe.shop.id, most=9, now=NOW + now)
    assert isinstance(found, ToTakeBack)
    return list(found.bookings)


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


async def test_a_manager_reaches_what_is_older_than_a_day_page_by_page(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    eva, cleo = luna.cafe.eva, luna.cafe.cleo
    mine = [
        (await luna.booked(NOW - days * DAY, card=card)).visit.id
        for days, card in enumerate([luna.cafe.card_id, *await cards(luna, "Zita", "Lili", "Kim")], 1)
    ]
    assert await offered(luna, eva) == []
    pages, before = [], None
    while True:
        page = await db.read(of_shop, ActingPerson(cleo), luna.cafe.shop.id, before=before, most=3, now=NOW)
        assert isinstance(page, ToTakeBack)
        pages.append([one.visit_id for one in page.bookings])
        before = page.bookings[-1].at
        if not page.older:
            break
    assert pages == [mine[:3], mine[3:]]


async def test_of_one_card_a_manager_is_offered_its_newest_visit_however_old(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    (zita,) = await cards(luna, "Zita")
    await luna.booked(NOW - 9 * DAY)
    newest = (await luna.booked(NOW - 8 * DAY)).visit
    await luna.booked(NOW - HOUR, card=zita)
    for who, expected in ((luna.cafe.cleo, [newest.id]), (luna.cafe.eva, [])):
        found = await db.read(of_card, ActingPerson(who), luna.cafe.card_id, most=9, now=NOW)
        assert isinstance(found, ToTakeBack)
        assert ([one.visit_id for one in found.bookings], found.a_day) == (expected, who == luna.cafe.eva)


async def test_one_card_is_looked_up_without_its_whole_shop(sqlite_db: Database) -> None:
    asked = asked_of(1, Scope(everything=True, member_id=1, branch_id=None), NOW)
    asked |= {"account_id": 1, "before": NOW, "most": 7}
    kinds = [getattr(to_take_back._OF_CARD, one.name) for one in fields(to_take_back._OF_CARD)]
    plans = [await sqlite_db.read(plan, kind, **asked) for kind in kinds]
    narrow = ("account_id=?", "counter_id=?", "membership_id=?", "reverses_id=?")
    for steps in plans:
        by_shop = [step for step in steps.splitlines() if "(shop_id=?" in step]
        assert by_shop
        assert all(any(column in step for column in narrow) for step in by_shop), steps
