"""Where a rehearsal's past comes from: a shop's own tables, or a file of visits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from actions.campaigns.consents import withdraw_consent
from actions.campaigns.dose import Dose, set_dose
from actions.campaigns.filters import SavedFilter, save_filter
from actions.campaigns.treatments import set_treatment
from actions.campaigns.whom import choose_whom
from actions.cards.friends import join_by_friend
from actions.cards.goals import set_goal
from actions.people.lines import draw_line
from actions.people.profile import set_birthday, set_how_often
from actions.rehearsal.recorded_past import (
    Agreed,
    Came,
    Deed,
    DidTask,
    JoinedIn,
    Past,
    Saves,
    ShutUsOut,
    ToldBirthday,
    Took,
    WasSurprised,
    Wished,
    past_of,
    programmes_of,
    rules_of,
)
from actions.shop.side_by_side import add_programme
from actions.till.add_to_visit import TappedItem, add_item
from actions.till.redeem import redeem
from actions.till.scan import Scan, scan_card
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_surprise import SurpriseUndone, undo_surprise
from loyalty.actor import ActingPerson
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import Cap, Purpose
from loyalty.campaigns.treatments import Treatment
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.visits import Claim
from loyalty.customer_kinds import Quadrant
from loyalty.dates import Birthday
from loyalty.people.portrait import ChosenLines
from scheduler.rehearsal.gifts import do_task
from scheduler.rehearsal.rehearse import Span, walk
from scheduler.rehearsal.report import report
from scheduler.rehearsal.stage import open_stage
from scheduler.rehearsal.visits_as_past import past_of_visits
from scheduler.rehearsal.visits_file import CsvVisit
from storage.engine.database import Database
from storage.engine.in_memory import scratch
from storage.people import known_addresses
from tests.actions.customers import agree, luna_with, newcomer
from tests.actions.places import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    Luna,
    join,
    meet,
    open_cafe,
    open_luna,
    points,
    stamps,
)
from tests.actions.second_card import spends_on_second
from tests.kinds import ALMOST_THERE, BIRTHDAY, GOAL, WELCOME

BUDAPEST = ZoneInfo("Europe/Budapest")


async def first(luna: Luna) -> int:
    """Name the programme that a shop opened with."""
    return (await luna.db.read(programmes_of, luna.cafe.shop.id))[0].programme_id


def deeds(past: Past, customer: int) -> list[Deed]:
    return [event.deed for event in past.events if event.customer == customer]


async def test_all_that_a_customer_did_is_in_the_past_of_the_shop_in_its_order(db: Database) -> None:
    luna = await luna_with(db, stamps(2))
    ana, card, at = luna.cafe.ana, luna.cafe.card_id, NOW
    await db.write(set_birthday, ana, Birthday(3, 14), now=at + MINUTE)
    await luna.booked(at + HOUR)
    undone = await luna.booked(at + 2 * HOUR)
    await luna.undo(undone.visit.id, at + 2 * HOUR + MINUTE)
    filled = await luna.booked(at + 3 * HOUR)
    voucher = filled.state.vouchers[0]
    await db.write(redeem, ActingPerson(luna.cafe.eva), card, voucher.id, shown=True, now=at + 4 * HOUR)
    await db.write(set_goal, ana, card, "coffee", now=at + 5 * HOUR)
    await db.write(set_how_often, ana, "offers", "never", now=at + 6 * HOUR)
    no = {"channel": "telegram", "wording": "1:en"}
    await db.write(withdraw_consent, ana, Purpose.OFFERS, now=at + 7 * HOUR, **no)
    reach = (await db.read(known_addresses.addresses_of, ana))[0]
    await db.write(known_addresses.mark_unreachable, reach.id, now=at + 8 * HOUR)
    past = await db.read(past_of, luna.cafe.shop.id, await first(luna))
    assert [deed for deed in deeds(past, 0) if not isinstance(deed, Agreed)] == [
        JoinedIn(), ToldBirthday(Birthday(3, 14)), Came(1), Came(1), Took("coffee"), Saves("coffee", None),
        Wished("offers", "never"), ShutUsOut(),
    ]  # fmt: skip
    assert Agreed(Purpose.OFFERS, given=False) in deeds(past, 0)
    assert past.agreed() == 1  # to reminders


async def test_what_a_customer_told_another_shop_before_is_known_when_they_join(db: Database) -> None:
    luna = await luna_with(db, stamps(2))
    ana, later = luna.cafe.ana, NOW + DAY
    await db.write(set_birthday, ana, Birthday(3, 14), now=NOW)
    other = await db.write(open_cafe, stamps(2), name="Bar Sol", now=later)
    await db.write(join, other.shop, ana, now=later)
    past = await db.read(past_of, other.shop.id, await first(Luna(db, other)))
    assert ToldBirthday(Birthday(3, 14)) in deeds(past, 1)
    with scratch() as tx:
        stage = open_stage(
            tx, await db.read(rules_of, other.shop.id, await first(Luna(db, other))), past, now=later
        )
        async for _ in walk(stage, Span(later.date(), later.date())):
            pass
        assert len(stage.people) == 2


async def test_other_shops_and_cards_of_nobody_are_not_in_it(db: Database) -> None:
    luna = await luna_with(db, stamps(2))
    other = await db.write(open_cafe, stamps(2), name="Bar Sol")
    await db.write(newcomer, luna, "Ben")
    past = await db.read(past_of, luna.cafe.shop.id, await first(luna))
    assert {customer.name for customer in past.customers} == {"Ana", "Ben"}
    assert len({customer.key for customer in past.customers}) == 2
    assert len((await db.read(past_of, other.shop.id, await first(Luna(db, other)))).customers) == 1


async def test_the_rules_of_a_shop_are_those_its_owner_chose(db: Database) -> None:
    luna = await luna_with(db, stamps(2), BIRTHDAY)
    await db.write(set_dose, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, Dose(Cap(gap_days=9)), now=NOW)
    rules = await db.read(rules_of, luna.cafe.shop.id, await first(luna))
    assert rules.dose.cap.gap_days == 9
    assert (rules.campaigns[BIRTHDAY]["on"], rules.campaigns[GOAL]["on"]) == (1, 0)


async def test_how_a_shop_treats_its_customers_and_for_whom_its_messages_are_is_rehearsed(
    sqlite_db: Database,
) -> None:
    luna = await luna_with(sqlite_db, stamps(2), BIRTHDAY, GOAL)
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    await sqlite_db.write(set_treatment, *of_shop, Quadrant.FRIEND, Treatment(gap_days=9), now=NOW)
    await sqlite_db.write(draw_line, *of_shop, "months", 3, now=NOW)
    asked = {BIRTHDAY: Filter(quadrant=Quadrant.FRIEND), GOAL: Filter(noted=(("a1", "bar"),))}
    for kind, asks in asked.items():
        saved = await sqlite_db.write(save_filter, *of_shop, kind, asks, now=NOW)
        assert isinstance(saved, SavedFilter)
        await sqlite_db.write(choose_whom, *of_shop, kind, saved.id, now=NOW)
    rules = await sqlite_db.read(rules_of, luna.cafe.shop.id, await first(luna))
    assert rules.treatments == {Quadrant.FRIEND: Treatment(gap_days=9)}
    assert rules.lines == ChosenLines(months=3)
    assert rules.whom == {BIRTHDAY: asked[BIRTHDAY]}  # what was noted of somebody is in no past


@pytest.mark.slow
async def test_a_shop_is_rehearsed_as_it_went(db: Database) -> None:
    luna = await luna_with(db, stamps(3), ALMOST_THERE, WELCOME)
    await db.write(agree, luna.cafe.ana)
    for day in (0, 1):
        await luna.booked(NOW + day * DAY)
    past, rules = (
        await db.read(past_of, luna.cafe.shop.id, await first(luna)),
        await db.read(rules_of, luna.cafe.shop.id, await first(luna)),
    )
    span = Span(date(2026, 3, 1), date(2026, 4, 15))
    with scratch() as tx:
        stage = open_stage(tx, rules, past, now=past.events[0].at)
        _ = [day async for day in walk(stage, span)]
        lines = report(stage, span).lines
    assert [(line.kind, line.customer.name) for line in lines] == [
        ("welcome", "Ana"),
        ("almost_there", "Ana"),
    ]


def test_a_file_of_days_places_visits_at_noon_in_the_shop() -> None:
    rows = [CsvVisit("Ana", datetime(2026, 7, day), Decimal("3.505")) for day in (2, 1)]  # noqa: DTZ001
    past = past_of_visits(rows, zone=BUDAPEST, currency="EUR")
    assert [event.at for event in past.visits()] == [
        datetime(2026, 7, day, 10, 0, tzinfo=UTC) for day in (1, 2)
    ]
    assert list(past.spendings()) == [351, 351]
    assert past.agreed() == 1


def test_a_file_with_hours_keeps_them_and_its_own_zone() -> None:
    rows = [
        CsvVisit("Ana", datetime(2026, 7, 1, 8, 30), None),  # noqa: DTZ001
        CsvVisit("Eva", datetime(2026, 7, 1, 8, 30, tzinfo=UTC), None),
    ]
    past = past_of_visits(rows, zone=BUDAPEST, currency="HUF")
    first, second = past.visits()
    assert second.at - first.at == timedelta(hours=2)
    assert [customer.key for customer in past.customers] == ["Ana", "Eva"]


def test_somebody_in_a_file_joins_at_the_first_visit_and_takes_rewards_at_each_later_one() -> None:
    rows = [CsvVisit("Ana", datetime(2026, 7, day, 9, 0), None) for day in (1, 2)]  # noqa: DTZ001
    past = past_of_visits(rows, zone=BUDAPEST, currency="EUR")
    plain = [deed for deed in deeds(past, 0) if not isinstance(deed, Agreed)]
    assert plain == [JoinedIn(), Came(), Took(), Came()]


async def test_of_several_programmes_each_has_a_past_of_its_own(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cafe = luna.cafe
    await luna.booked(NOW)
    await db.write(add_programme, ActingPerson(cafe.cleo), cafe.shop.id, points(), name="Bakery", now=NOW)
    await db.write(spends_on_second, cafe, 4000)
    one, other = (each.programme_id for each in await db.read(programmes_of, cafe.shop.id))
    for this, came, amounts in ((one, [Came(1)], False), (other, [Came(1, 4000)], True)):
        past = await db.read(past_of, cafe.shop.id, this)
        rules = await db.read(rules_of, cafe.shop.id, this)
        assert [event.deed for event in past.visits()] == came
        assert rules.programme.needs_amount == amounts


async def test_what_was_tapped_for_a_visit_is_part_of_it_until_it_is_taken_back(db: Database) -> None:
    luna = await open_luna(db, replace(stamps(9), parts=(BonusItem("Cake", 2), BonusItem("Tea"))))
    eva = ActingPerson(luna.cafe.eva)
    for hour, places in ((0, (0, 1)), (1, (0,))):
        booked = await luna.booked(NOW + hour * HOUR)
        for place in places:
            tapped = TappedItem(booked.visit.id, place, booked.state.current.id)
            await db.write(add_item, eva, tapped, now=booked.visit.at)
        if hour:
            await luna.undo(booked.visit.id, NOW + HOUR + MINUTE)
    past = await db.read(past_of, luna.cafe.shop.id, await first(luna))
    assert [event.deed for event in past.visits()] == [Came(1, None, ("Cake", "Tea"))]


async def test_who_was_brought_by_a_friend_joins_by_them_again(db: Database) -> None:
    luna = await open_luna(db, replace(stamps(9), parts=(Referral(),)))
    await luna.booked(NOW)
    code = (await db.read(past_of, luna.cafe.shop.id, await first(luna))).customers[0].key
    await db.write(join_by_friend, await db.write(meet, "Ben"), code, now=NOW + DAY)
    past = await db.read(past_of, luna.cafe.shop.id, await first(luna))
    assert [(event.customer, event.deed) for event in past.events if isinstance(event.deed, JoinedIn)] == [
        (0, JoinedIn()),
        (1, JoinedIn(by=0)),
    ]


async def test_what_was_given_without_a_visit_is_given_again_unless_it_was_taken_back(db: Database) -> None:
    cup = Task("Own cup", "Bring a cup of your own.", 3)
    luna = await open_luna(db, replace(stamps(9), parts=(Surprise(), cup)))
    shop_id, card_id, cleo = luna.cafe.shop.id, luna.cafe.card_id, ActingPerson(luna.cafe.cleo)
    lines = []
    for hour in (0, 1):
        left = await db.write(budget, cleo, card_id, await first(luna), now=NOW + hour * HOUR)
        assert isinstance(left, Budget)
        gift = SurpriseGift(card_id, await first(luna), 2, left.seen, "a wedding")
        given = await db.write(give_surprise, cleo, gift, now=NOW + hour * HOUR)
        assert isinstance(given, Surprised)
        lines.append(given.entry_id)
    undone = await db.write(undo_surprise, cleo, lines[1], reason="a slip", now=NOW + 2 * HOUR)
    assert isinstance(undone, SurpriseUndone)
    await db.write(do_task, cleo, luna.cafe.ana, card_id, "Own cup", now=NOW + 3 * HOUR)
    past = await db.read(past_of, shop_id, await first(luna))
    assert [(one.at, one.deed) for one in past.events if isinstance(one.deed, WasSurprised | DidTask)] == [
        (NOW, WasSurprised(2)),
        (NOW + 3 * HOUR, DidTask("Own cup")),
    ]


async def test_a_second_visit_that_a_cashier_meant_is_lived_again(db: Database) -> None:
    luna = await open_luna(db, stamps(9))
    visit = await luna.booked(NOW)
    meant = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(again=visit.visit.id))
    await db.write(scan_card, meant, key="again", now=NOW + timedelta(seconds=20))
    past = await db.read(past_of, luna.cafe.shop.id, await first(luna))
    rules = await db.read(rules_of, luna.cafe.shop.id, await first(luna))
    span = Span(date(2026, 3, 1), date(2026, 3, 3))
    with scratch() as tx:
        stage = open_stage(tx, rules, past, now=past.events[0].at)
        _ = [day async for day in walk(stage, span)]
        assert (stage.booked, stage.refused.total()) == (2, 0)
