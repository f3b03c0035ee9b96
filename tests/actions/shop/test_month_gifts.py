"""What a shop gives beside visits, to how many: counted among its own customers, and asked twice where it takes all."""

from dataclasses import replace
from fractions import Fraction

from actions.campaigns.settings import switch_campaign
from actions.people.profile import set_birthday
from actions.shop.audit import AuditPage, see_audit
from actions.shop.calculator import Calculation, calculate
from actions.shop.draws import ReckonedDraw, draw_winners, open_draw
from actions.shop.month_gifts import campaign_gifts
from actions.shop.programme import (
    CurrentRules,
    NewRules,
    ProgrammePreview,
    SecondYes,
    change_rules,
    preview,
    see_rules,
)
from actions.shop.side_by_side import add_programme
from loyalty.actor import ActingPerson
from loyalty.cards.draws import SETTLES, DrawForm, DrawPlan
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.dates import Birthday
from loyalty.shop.basis import Told
from loyalty.shop.gifts import CampaignGift
from loyalty.shop.sums import FreeWithoutVisit, GiftsTakeAll, Range
from storage.engine.database import Database
from storage.shop import business
from tests.actions.customers import luna_with, newcomer, setting
from tests.actions.places import DAY, NOW, Luna, points
from tests.kinds import ANNIVERSARY, BIRTHDAY, WELCOME, WIN_BACK
from tests.programmes import stamp_card

COFFEE = stamp_card([Reward("r1", "A coffee", 10, 80)])


async def told(luna: Luna) -> None:
    await luna.db.write(business.tell, luna.cafe.shop.id, Told(450, 650))


async def calculated(luna: Luna, *, days: int = 0, programme: int | None = None) -> Calculation:
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    found = await luna.db.read(calculate, cleo, shop_id, programme, now=NOW + days * DAY)
    assert isinstance(found, Calculation)
    return found


async def change(luna: Luna, new: Programme, *, days: int, knowing: bool = False) -> NewRules | SecondYes:
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    seen = await luna.db.read(see_rules, cleo, shop_id)
    assert isinstance(seen, CurrentRules)
    done = await luna.db.write(
        change_rules, cleo, shop_id, new, on=seen.version.id, now=NOW + days * DAY, knowing=knowing
    )
    assert isinstance(done, NewRules | SecondYes)
    return done


async def test_a_campaign_gives_to_about_as_many_as_a_month_brings(db: Database) -> None:
    luna = await luna_with(db, COFFEE, BIRTHDAY, ANNIVERSARY, WELCOME)
    for kind, name, value in (
        (BIRTHDAY, "gift", "Cake"),
        (BIRTHDAY, "gift_cost_minor", "150"),
        (ANNIVERSARY, "gift_amount", "3"),
        (WELCOME, "gift_amount", "1"),
    ):
        await setting(luna, kind, name, value)
    people = [await db.write(newcomer, luna, f"Guest {n}") for n in range(14)]
    for person in people[:13]:
        await db.write(set_birthday, person[0], Birthday(3, 14), now=NOW)
    found = await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW)
    by_kind = {one.kind: one for one in found}
    # Thirteen of a year's birthdays: 13 × 30 / 365 = 1.07, about two; fifteen members: 1.23, two as well.
    assert by_kind[BIRTHDAY] == CampaignGift(BIRTHDAY, "", "Cake", 150, 0, 2)
    assert by_kind[ANNIVERSARY] == CampaignGift(ANNIVERSARY, "", "", None, 3, 2)
    assert by_kind[WELCOME] == CampaignGift(WELCOME, "", "", None, 1, 15)
    assert {one.times for one in await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW + 40 * DAY)} == {
        0,
        2,
    }


async def test_who_fell_silent_in_a_month_may_be_won_back_at_each_step_that_gives(db: Database) -> None:
    luna = await luna_with(db, COFFEE, WIN_BACK)
    await setting(luna, WIN_BACK, "gift", "A coffee")
    await luna.booked(NOW)
    for days, silent in ((59, 0), (60, 0), (61, 1), (90, 1), (91, 0)):
        found = await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW + days * DAY)
        assert [(one.step, one.times) for one in found] == [("offer", silent)], days
    await setting(luna, WIN_BACK, "bigger_gift", "Two coffees")
    found = await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW + 61 * DAY)
    assert [(one.step, one.thing, one.times) for one in found] == [
        ("offer", "A coffee", 1),
        ("bigger_offer", "Two coffees", 1),
    ]


async def test_what_is_off_or_only_greets_costs_nothing(db: Database) -> None:
    luna = await luna_with(db, COFFEE, BIRTHDAY)
    assert await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW) == ()
    await setting(luna, BIRTHDAY, "gift", "Cake")
    assert len(await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW)) == 1
    cleo = ActingPerson(luna.cafe.cleo)
    await db.write(switch_campaign, cleo, luna.cafe.shop.id, BIRTHDAY, on=False, now=NOW)
    assert await db.read(campaign_gifts, luna.cafe.shop.id, now=NOW) == ()


async def test_campaigns_are_in_the_sums_of_the_card_that_they_give_on_alone(db: Database) -> None:
    luna = await luna_with(db, COFFEE, BIRTHDAY)
    await told(luna)
    await setting(luna, BIRTHDAY, "gift_amount", "2")
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    second = await db.write(add_programme, cleo, shop_id, points(), name="", now=NOW)
    assert isinstance(second, ProgrammeVersion)
    assert [one.cause for one in (await calculated(luna)).reckoned.gifts] == [BIRTHDAY]
    assert (await calculated(luna, programme=second.programme_id)).reckoned.gifts == ()


async def test_a_preview_has_the_gifts_of_the_change_beside_todays(db: Database) -> None:
    luna = await luna_with(db, COFFEE)
    await told(luna)
    for day in range(10):
        await luna.booked(NOW + day * DAY)
    new = replace(COFFEE, parts=(Surprise(40), Referral(2, 2)))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    shown = await db.read(preview, cleo, shop_id, new, now=NOW + 10 * DAY)
    assert isinstance(shown, ProgrammePreview)
    assert shown.before.gifts == ()
    # One joined in ten days, three in a month: 40 × €0.08 = €3.20, and 3 × 4 × €0.08 = €0.96.
    assert [one.cost for one in shown.after.gifts] == [
        Range(Fraction(cost), Fraction(cost)) for cost in (3_20, 96)
    ]


async def test_gifts_that_take_all_that_visits_leave_want_a_second_yes_once(db: Database) -> None:
    luna = await luna_with(db, COFFEE)
    await told(luna)
    for day in range(10):
        await luna.booked(NOW + day * DAY)
    # Thirty visits a month leave 30 × €2.845 = €85.35 after their stamps; 1,100 stamps of surprises are €88.00.
    dear = replace(COFFEE, parts=(Surprise(1100),))
    asked = await change(luna, dear, days=10)
    assert isinstance(asked, SecondYes)
    [risk] = asked.risks
    assert isinstance(risk, GiftsTakeAll)
    assert risk.visits == 30
    assert (risk.gifts.high, risk.left_minor) == (Fraction(88_00), Fraction(30 * 2925, 10))
    assert isinstance(await change(luna, dear, days=10, knowing=True), NewRules)
    page = await db.read(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    accepted = page.changes[0]
    # €88.00 and thirty stamps of €0.08 are €90.40, of €87.75.
    assert (accepted.what, accepted.old, accepted.new) == ("gifts_accepted", "8775", "9040")
    assert (await calculated(luna, days=10)).reckoned.risks == (risk,)
    later = replace(dear, voucher_days=30)
    assert isinstance(await change(luna, later, days=10), NewRules)


async def test_a_gift_that_is_a_reward_by_itself_wants_a_second_yes(db: Database) -> None:
    luna = await luna_with(db, COFFEE)
    asked = await change(luna, replace(COFFEE, parts=(Referral(1, 10),)), days=0)
    assert isinstance(asked, SecondYes)
    assert asked.risks == (FreeWithoutVisit(COFFEE.rewards[0], "referral", None),)


async def test_a_draw_that_runs_costs_all_its_prizes_at_most_and_nothing_once_it_is_over(
    db: Database,
) -> None:
    luna = await luna_with(db, COFFEE)
    await told(luna)
    plan = DrawPlan(DrawForm.TICKETS, "Breakfast for two", 1200, 3, 7)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    opened = await db.write(open_draw, cleo, shop_id, plan, seed="5eed", now=NOW)
    assert isinstance(opened, ReckonedDraw)
    [gift] = (await calculated(luna)).reckoned.gifts
    assert (gift.cause, gift.cost, gift.about) == ("draw", Range(Fraction(3600), Fraction(3600)), False)
    await db.write(draw_winners, 1, now=opened.ends_at + SETTLES)
    assert (await calculated(luna, days=9)).reckoned.gifts == ()
