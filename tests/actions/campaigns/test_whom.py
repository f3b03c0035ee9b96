"""A rule that is limited to a saved filter: asked when it is due and again when it goes, and who may be limited so."""

import pytest
from sqlalchemy import select

from actions.campaigns.campaign import Campaign
from actions.campaigns.chosen_by import chosen_by
from actions.campaigns.departures import still_wanted
from actions.campaigns.experiment_plan import Plan, begin
from actions.campaigns.experiments import see_experiments
from actions.campaigns.filters import FilterInUse, SavedFilter, drop_filter, save_filter
from actions.campaigns.whom import (
    LIMITABLE,
    NoSuchFilter,
    Whom,
    WhomChoice,
    choose_whom,
    preview_whom,
    see_whom,
)
from actions.shop.audit import AuditPage, see_audit
from loyalty.actor import ActingPerson
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.customer_kinds import Phase, Quadrant
from storage.campaigns.experiments import Experiment
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import occurrences
from tests.actions.campaigns.test_treatments import NOON, stand, stands
from tests.actions.customers import days_told, kinds_told, luna_with, newcomer, tick, told
from tests.actions.places import DAY, Luna, stamps
from tests.kinds import (
    BIRTHDAY,
    BROADCAST,
    GOAL,
    LEVEL_FALLING,
    MEMBERSHIP_ENDS,
    VOUCHER_EXPIRING,
    VOUCHER_WAITING,
    WIN_BACK,
)
from words.campaigns.whom import whom_line
from words.language import words

FRIENDS = Filter(quadrant=Quadrant.FRIEND)


async def saved(luna: Luna, asks: Filter = FRIENDS, name: str = "Friends") -> int:
    cafe = luna.cafe
    one = await luna.db.write(save_filter, ActingPerson(cafe.cleo), cafe.shop.id, name, asks, now=NOON)
    assert isinstance(one, SavedFilter)
    return one.id


async def limited(luna: Luna, kind: MessageKind, filter_id: int | None) -> object:
    cafe = luna.cafe
    return await luna.db.write(choose_whom, ActingPerson(cafe.cleo), cafe.shop.id, kind, filter_id, now=NOON)


@pytest.mark.asks
async def test_a_rule_goes_to_its_filters_customers_alone(db: Database) -> None:
    luna = await luna_with(db, stamps(10), WIN_BACK)
    assert isinstance(await limited(luna, WIN_BACK, await saved(luna)), Campaign)
    await stands(luna, Quadrant.STRANGER)
    await luna.booked(NOON)
    await days_told(luna, NOON + 59 * DAY, 3)
    assert await kinds_told(luna) == []
    await stands(luna, Quadrant.FRIEND)
    await days_told(luna, NOON + 62 * DAY, 3)
    assert await kinds_told(luna) == ["win_back:remind"]


@pytest.mark.asks
async def test_it_is_asked_again_when_the_message_goes(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await limited(luna, VOUCHER_WAITING, await saved(luna))
    await stands(luna, Quadrant.FRIEND)
    await luna.booked(NOON - 14 * DAY)
    await tick(luna, NOON)
    assert await db.write(still_wanted, 1, now=NOON)
    await stands(luna, Quadrant.BUTTERFLY)
    assert not await db.write(still_wanted, 1, now=NOON)
    assert [(one.state, one.why) for one in await told(luna)] == [("dropped", "gone")]


async def test_who_was_not_meant_is_found_once_the_message_is_for_everybody_again(
    sqlite_db: Database,
) -> None:
    luna = await luna_with(sqlite_db, stamps(1), VOUCHER_WAITING)
    await limited(luna, VOUCHER_WAITING, await saved(luna))
    await luna.booked(NOON - 14 * DAY)
    await tick(luna, NOON)
    assert await told(luna) == []
    assert isinstance(await limited(luna, VOUCHER_WAITING, None), Campaign)
    await tick(luna, NOON)
    assert [one.state for one in await told(luna)] == ["queued"]


@pytest.mark.asks
async def test_an_owner_reads_how_many_a_message_would_be_for_of_all_it_may_reach(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WIN_BACK)
    _, ben = await db.write(newcomer, luna, "Ben")
    await stands(luna, Quadrant.FRIEND)
    await db.write(stand, ben, Quadrant.STRANGER, Phase.FIRST)
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, WIN_BACK)
    friends, everybody, nobody = [
        await saved(luna, asks, name)
        for name, asks in (
            ("Friends", FRIENDS),
            ("All", Filter(programme_id=1)),
            ("None", Filter(branch_id=9)),
        )
    ]
    await luna.booked(NOON)
    seen = [await db.read(preview_whom, *of_shop, this) for this in (friends, everybody, nobody)]
    assert [(one.passing, one.of, one.names_everybody) for one in seen if isinstance(one, Whom)] == [
        (1, 2, False),
        (1, 2, False),
        (0, 2, False),
    ]
    await limited(luna, WIN_BACK, friends)
    choice = await db.read(see_whom, *of_shop)
    assert isinstance(choice, WhomChoice)
    assert choice.chosen == seen[0]
    assert [one.id for one in choice.others] == [everybody, nobody]


@pytest.mark.parametrize("kind", [VOUCHER_EXPIRING, LEVEL_FALLING, MEMBERSHIP_ENDS, BROADCAST])
async def test_what_a_customer_must_get_is_limited_to_no_filter(
    sqlite_db: Database, kind: MessageKind
) -> None:
    luna = await luna_with(sqlite_db, stamps(5), WIN_BACK)
    assert await limited(luna, kind, await saved(luna)) == NoSuchFilter()
    assert kind not in LIMITABLE
    assert {WIN_BACK, GOAL} <= set(LIMITABLE)


async def test_a_filter_by_which_a_message_goes_is_not_taken_away(sqlite_db: Database) -> None:
    luna = await luna_with(sqlite_db, stamps(5), WIN_BACK)
    this, cafe = await saved(luna), luna.cafe
    await limited(luna, WIN_BACK, this)
    drop = (ActingPerson(cafe.cleo), cafe.shop.id, this)
    assert await sqlite_db.write(drop_filter, *drop, now=NOON) == FilterInUse((WIN_BACK,))
    await limited(luna, WIN_BACK, None)
    assert await sqlite_db.write(drop_filter, *drop, now=NOON) is True
    assert await limited(luna, WIN_BACK, this) == NoSuchFilter()


async def test_whom_a_message_is_for_stands_in_the_audit_by_name_and_ends_an_experiment(
    sqlite_db: Database,
) -> None:
    luna = await luna_with(sqlite_db, stamps(5), WIN_BACK)
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    plan = Plan(WIN_BACK, "en.remind", "Shorter is better", 5, "Come back!")
    assert isinstance(await sqlite_db.write(begin, *of_shop, plan, now=NOON), Experiment)
    await limited(luna, WIN_BACK, await saved(luna))
    page = await sqlite_db.read(see_audit, *of_shop, before=None)
    assert isinstance(page, AuditPage)
    assert ("win_back:whom", "", "Friends") in [(one.subject, one.old, one.new) for one in page.changes]
    tried = await sqlite_db.read(see_experiments, *of_shop)
    assert not getattr(tried, "running", ["?"])


_FILTER_OF = Statement(select(occurrences.c.filter_id).order_by(occurrences.c.id))


async def test_a_message_remembers_by_which_filter_it_went(sqlite_db: Database) -> None:
    luna = await luna_with(sqlite_db, stamps(1), VOUCHER_WAITING)
    this = await saved(luna)
    await limited(luna, VOUCHER_WAITING, this)
    await stands(luna, Quadrant.FRIEND)
    await luna.booked(NOON - 14 * DAY)
    await tick(luna, NOON)
    await limited(luna, VOUCHER_WAITING, None)
    assert await sqlite_db.read(_FILTER_OF.value) == this
    chosen = await sqlite_db.read(chosen_by, 1, luna.cafe.ana)
    assert chosen.filter
    assert chosen.filter.asks == FRIENDS
    assert (await sqlite_db.read(chosen_by, 1, luna.cafe.cleo)).filter is None


async def test_of_a_gift_it_is_said_that_it_reaches_who_agreed_to_no_offers_too(sqlite_db: Database) -> None:
    luna = await luna_with(sqlite_db, stamps(5), BIRTHDAY)
    friends = await saved(luna, FRIENDS, "Friends")
    await stands(luna, Quadrant.FRIEND)
    await sqlite_db.write(newcomer, luna, "Ben")
    of_shop = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    said = {}
    for kind in (BIRTHDAY, WIN_BACK):
        seen = await sqlite_db.read(preview_whom, *of_shop, kind, friends)
        assert isinstance(seen, Whom)
        said[kind] = whom_line(seen, words("en"))
    assert said[BIRTHDAY].endswith("whom it may reach, also without a yes to offers, as it is a gift")
    assert said[WIN_BACK].endswith("whom it may reach")
