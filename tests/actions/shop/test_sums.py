"""The sums in a shop: from its own visits, beside today's, and what loses money wants a second yes."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from actions.access import NotAllowed
from actions.shop import sums
from actions.shop.audit import AuditPage, see_audit
from actions.shop.calculator import Calculation, calculate, tell
from actions.shop.programme import NewRules, ProgrammePreview, SecondYes, change_rules, preview, see_rules
from actions.shop.side_by_side import add_programme
from actions.shop.sums import Noted, What, ready_parts
from actions.till.scan import Scan, scan_card
from loyalty.actor import ActingPerson
from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.visits import Claim
from loyalty.shop import month as month_rules
from loyalty.shop.basis import BadFigure, Basis, Told
from loyalty.shop.changes import with_figure
from loyalty.shop.sums import FreeAtFirstVisit, LosesMoney, Range
from storage.engine.database import Database
from storage.shop import business
from tests.actions.places import NOW, Luna, open_luna, points, stamps
from tests.programmes import points_card, stamp_card

DAY = timedelta(days=1)
COFFEE = stamp_card([Reward("r1", "A coffee", 10, 80)])
TWO_A_EURO = points_card([Reward("r1", "Dinner", 100)], points_per_unit=2)


async def told(luna: Luna, sale: int = 450, margin: int = 650) -> None:
    """Let Cleo type what a visit brings."""
    figures: tuple[tuple[What, int], ...] = (("average_sale", sale), ("margin", margin))
    for what, value in figures:
        cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
        assert isinstance(await luna.db.write(tell, cleo, shop_id, what, value, now=NOW), Noted)


async def calculated(luna: Luna, *, days: int = 0) -> Calculation:
    """Do the sums as Cleo does."""
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    found = await luna.db.read(calculate, cleo, shop_id, now=NOW + days * DAY)
    assert isinstance(found, Calculation)
    return found


async def change(luna: Luna, new: Programme, *, knowing: bool = False) -> NewRules | SecondYes:
    """Change the rules as Cleo does."""
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    seen = await luna.db.read(see_rules, cleo, shop_id)
    assert not isinstance(seen, NotAllowed)
    on = seen.version.id  # type: ignore[union-attr]
    done = await luna.db.write(change_rules, cleo, shop_id, new, on=on, now=NOW, knowing=knowing)
    assert isinstance(done, NewRules | SecondYes)
    return done


async def test_nothing_is_reckoned_before_it_is_known_what_a_visit_brings(db: Database) -> None:
    luna = await open_luna(db, COFFEE)
    assert (await calculated(luna)).reckoned == sums.Reckoned(None, None, None, ())
    await told(luna)
    assert (await calculated(luna)).reckoned.basis == Basis(450, 650)


async def test_amounts_of_the_tills_say_what_a_visit_brings_until_it_is_typed(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await luna.db.write(tell, cleo, shop_id, "margin", 500, now=NOW)
    for day in range(20):
        await luna.booked(NOW + day * DAY, spent=10_00 if day % 2 else 20_00)
    assert (await calculated(luna, days=20)).reckoned.basis == Basis(15_00, 500, sale_from="tills")
    await told(luna, 9_00, 500)
    assert (await calculated(luna, days=20)).reckoned.basis == Basis(9_00, 500)


async def test_a_month_is_made_of_the_visits_that_count_and_their_days(db: Database) -> None:
    luna = await open_luna(db, COFFEE)
    await told(luna)
    for day in range(9):
        await luna.booked(NOW + day * DAY)
    visit = await luna.booked(NOW + 9 * DAY)
    await luna.undo(visit.visit.id, NOW + 9 * DAY)
    month = (await calculated(luna, days=10)).reckoned.month
    assert month
    assert month.visits == 27
    assert month.cost.high == Fraction(80 * 27, 10)


async def test_a_month_lived_again_by_the_same_rules_gives_what_it_gave(db: Database) -> None:
    luna = await open_luna(db, replace(COFFEE, parts=(BonusTime(times=3),)))
    await told(luna)
    given = 0
    for day in range(30):
        given += (await luna.booked(NOW + day * DAY)).visit.amount
    month = (await calculated(luna, days=30)).reckoned.month
    assert month
    assert month.given == given == 90


async def test_a_month_of_a_younger_programme_is_made_of_its_own_days(db: Database) -> None:
    luna = await open_luna(db, points())
    await told(luna)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    begun = await db.write(add_programme, cleo, shop_id, COFFEE, name="", now=NOW + 60 * DAY)
    assert isinstance(begun, ProgrammeVersion)
    for day in range(60, 70):
        scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(), begun.programme_id)
        await db.write(scan_card, scan, key=f"day:{day}", now=NOW + day * DAY)
    found = await db.read(calculate, cleo, shop_id, begun.programme_id, now=NOW + 70 * DAY)
    assert isinstance(found, Calculation)
    assert found.reckoned.month
    assert found.reckoned.month.visits == 30


async def test_points_that_were_given_are_no_stamps(db: Database) -> None:
    luna = await open_luna(db, points())
    await told(luna)
    for day in range(10):
        await luna.booked(NOW + day * DAY, spent=240_00)
    shop = luna.cafe.shop
    lately = await db.read(sums.lately_of, shop, 1, now=NOW + 10 * DAY)
    assert {(visit.amount, visit.spent_minor) for visit in lately.visits} == {(1, 240_00)}


async def test_only_the_newest_visits_are_lived_again_and_stand_for_a_month(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in (sums, month_rules):
        monkeypatch.setattr(where, "MOST_LIVED", 5)
    luna = await open_luna(db, COFFEE)
    await told(luna)
    for day in range(20):
        await luna.booked(NOW + day * DAY)
    month = (await calculated(luna, days=20)).reckoned.month
    assert month
    assert month.visits == 30


async def test_a_preview_has_the_sums_of_the_change_beside_todays(db: Database) -> None:
    luna = await open_luna(db, COFFEE)
    await told(luna)
    for day in range(10):
        await luna.booked(NOW + day * DAY)
    new = replace(COFFEE, rewards=(replace(COFFEE.rewards[0], at=5),))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    shown = await db.read(preview, cleo, shop_id, new, now=NOW + 10 * DAY)
    assert isinstance(shown, ProgrammePreview)
    assert shown.before.month
    assert shown.after.month
    assert shown.before.month.cost == Range(Fraction(240), Fraction(240))
    assert shown.after.month.cost == Range(Fraction(480), Fraction(480))


async def test_what_loses_money_is_written_only_for_somebody_who_knows_it(db: Database) -> None:
    luna = await open_luna(db, COFFEE)
    await told(luna)
    dear = stamp_card([Reward("r1", "A dinner", 10, 40_00)])
    again = await change(luna, dear)
    assert isinstance(again, SecondYes)
    [risk] = again.risks
    assert isinstance(risk, LosesMoney)
    assert risk.surely
    assert (await calculated(luna)).rules.version.programme == COFFEE
    assert isinstance(await change(luna, dear, knowing=True), NewRules)
    page = await db.read(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    newest = page.changes[0]
    assert (newest.what, newest.subject, newest.old, newest.new) == (
        "loss_accepted",
        "A dinner",
        "2925",
        "4000",
    )
    # It was said yes to: what has nothing to do with it is not asked about again.
    assert isinstance(await change(luna, with_figure(dear, "cooldown_minutes", 5)), NewRules)


async def test_a_reward_at_the_first_visit_wants_a_second_yes_whatever_is_known(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    again = await change(luna, stamps(10, head_start=9))
    assert isinstance(again, SecondYes)
    assert [type(risk) for risk in again.risks] == [FreeAtFirstVisit]
    assert isinstance(await change(luna, stamps(10, head_start=8)), NewRules)


@pytest.mark.parametrize(
    ("what", "value", "why"),
    [
        ("average_sale", 0, "nothing"),
        ("average_sale", -1, "below_zero"),
        ("average_sale", 10**13, "too_much"),
        ("margin", -1, "below_zero"),
        ("margin", 1001, "over_all"),
        ("trade", "bank", "unreadable"),
    ],
)
async def test_a_figure_that_can_not_be_is_not_kept(db: Database, what: What, value: int, why: str) -> None:
    luna = await open_luna(db, COFFEE)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    bad = await db.write(tell, cleo, shop_id, what, value, now=NOW)
    assert isinstance(bad, BadFigure)
    assert bad.why == why
    assert (await calculated(luna)).reckoned.basis is None


async def test_what_was_told_can_be_taken_back(db: Database) -> None:
    luna = await open_luna(db, COFFEE)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(tell, cleo, shop_id, "trade", "cafe", now=NOW)
    await told(luna)
    await db.write(tell, cleo, shop_id, "average_sale", None, now=NOW)
    assert (await calculated(luna)).reckoned.basis == Basis(500, 650, sale_from="usual")


@pytest.mark.parametrize(
    ("programme", "told", "given"),
    [
        (COFFEE, Told(), (BonusItem("Cake", 2), BonusTime(plus=1), BonusTime(times=2))),
        # An average visit of €4.50 brings nine points, as a visit brings a stamp.
        (TWO_A_EURO, Told(450, 650), (BonusItem("Cake", 18), BonusTime(plus=9), BonusTime(times=2))),
        # Nothing is known: ten visits are thought to bring the 100 points of the first reward.
        (TWO_A_EURO, Told(), (BonusItem("Cake", 20), BonusTime(plus=10), BonusTime(times=2))),
    ],
)
async def test_a_ready_part_gives_about_as_much_whatever_is_counted(
    db: Database, programme: Programme, told: Told, given: tuple[Part, ...]
) -> None:
    luna = await open_luna(db, programme)
    await db.write(business.tell, luna.cafe.shop.id, told)
    ready = (BonusItem("Cake", 2), BonusTime(plus=1), BonusTime(times=2))
    assert tuple(await db.read(ready_parts, luna.cafe.shop, programme, ready)) == given


async def test_a_ready_part_for_money_is_written_for_a_point_a_euro(db: Database) -> None:
    luna = await open_luna(db, TWO_A_EURO)
    more = AboveAverage(20, 5)
    assert await db.read(ready_parts, luna.cafe.shop, TWO_A_EURO, [more]) == [AboveAverage(20, 10)]
    forints = replace(luna.cafe.shop, currency="HUF")
    one_a_forint = points_card([Reward("r1", "Dinner", 10_000)], points_per_unit=1)
    # A euro is about a hundred forints here. Where so many could not be given, it is as it comes.
    found = await db.read(ready_parts, forints, one_a_forint, [more, BonusItem("Cake", 2)])
    assert found == [AboveAverage(20, 500), BonusItem("Cake", 2)]
