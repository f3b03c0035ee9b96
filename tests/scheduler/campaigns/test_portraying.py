"""A night's portraits: of all who hold a card, as they were worked out by hand, a page at a time, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import pytest

from actions.people import portraits as night
from actions.people.customers import CustomerList, CustomerOverview, list_customers, see_customers
from actions.people.erasure import erase_person
from actions.people.measures import Measures
from actions.people.merge import join_persons, part_persons
from loyalty.actor import ActingPerson
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import CardPast, Lines
from loyalty.people.shop_days import day_of_number
from loyalty.shop.basis import Told
from scheduler.campaigns.portraying import portray
from storage.cards import accounts, counters, referrals, visits
from storage.cards.visits import NewVisit
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import card_pasts, merges, portraits
from storage.shop import business, staff
from storage.tables import new_row, vouchers
from tests.actions.places import DAY, Luna, join, meet, open_luna, stamps
from tests.loyalty.people.twelve import TODAY, TWELVE
from tests.plans import plan

TONIGHT = datetime.combine(TODAY, time(3), UTC)
_VOUCHER = Statement(
    new_row(
        vouchers,
        "shop_id",
        "account_id",
        "reward_key",
        "reward",
        "state",
        "created_at",
        "used_at",
        "cost_minor",
    )
)


def lived(tx: Tx, luna: Luna, name: str, past: CardPast) -> int:
    """Let somebody join, come on these days, have a reward and bring a friend; return their card."""
    shop = luna.cafe.shop
    eva = staff.in_shop(tx, luna.cafe.eva, shop.id)
    assert eva
    card = accounts.by_id(tx, join(tx, shop, meet(tx, name)))
    counter = counters.of_account(tx, card)[0]
    typed = [past.spent_minor // past.told] * past.told if past.told else []
    for place, day in enumerate(past.days):
        at = datetime.combine(day_of_number(day), time(12), UTC)
        amount = typed[place] if place < len(typed) else None
        visits.add(tx, counter, eva, NewVisit(f"{card.id}:{day}", at, 1, amount))
    if past.cost_minor:
        when = {"created_at": TONIGHT - DAY, "used_at": TONIGHT - DAY, "cost_minor": past.cost_minor}
        _VOUCHER.value(
            tx, shop_id=shop.id, account_id=card.id, reward_key="r", reward="Cake", state="used", **when
        )
    for _ in range(past.friends):
        friend = join(tx, shop, meet(tx, "Friend"))
        friend_card = accounts.by_id(tx, friend)
        visit = visits.add(
            tx, counters.of_account(tx, friend_card)[0], eva, NewVisit(f"{friend}", TONIGHT - 400 * DAY, 1)
        )
        referrals.add(tx, card, friend, counter.version_id, now=TONIGHT - 401 * DAY)
        brought = referrals.waiting(tx, friend_card)
        assert brought
        assert visit
        referrals.came(tx, brought, visit)
    return card.id


async def opened(db: Database, times: int) -> tuple[Luna, list[list[int]]]:
    """Open Café Luna with so many of each of the twelve, and give their cards."""
    luna = await open_luna(db, stamps())
    await db.write(business.tell, luna.cafe.shop.id, Told(1000, 600))
    cards = [[await db.write(lived, luna, one.name, one.past) for one in TWELVE] for _ in range(times)]
    return luna, cards


async def seen(luna: Luna, now: datetime = TONIGHT) -> CustomerOverview:
    found = await luna.db.read(see_customers, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=now)
    assert isinstance(found, CustomerOverview)
    return found


async def names(luna: Luna, key: str, now: datetime = TONIGHT) -> list[str]:
    found = await luna.db.read(list_customers, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, key, now=now)
    assert isinstance(found, CustomerList)
    return [one.name for one in found.customers]


@pytest.mark.asks
async def test_a_night_finds_what_was_worked_out_by_hand(db: Database) -> None:
    luna, cards = await opened(db, 3)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    for thrice in cards:
        for one, card_id in zip(TWELVE, thrice, strict=True):
            account = await db.read(accounts.by_id, card_id)
            found = await db.read(portraits.of_account, account)
            assert found, one.name
            assert (found.phase, found.months, found.sales_minor, found.margin_minor, found.quadrant) == (
                one.phase, one.months, one.sales_minor, one.margin_minor, one.quadrant
            )  # fmt: skip
    overview = await seen(luna)
    assert overview.night == (TONIGHT, Lines(30, 4, 4000, 6, 16000, 108000, 252000))
    assert overview.census.quadrants == {
        Quadrant.FRIEND: 9, Quadrant.BUTTERFLY: 6, Quadrant.BARNACLE: 6, Quadrant.STRANGER: 9
    }  # fmt: skip
    assert overview.census.phases[Phase.AMBASSADOR] == 3
    assert overview.slipping == 3
    assert overview.moves == ()
    assert await names(luna, "slipping") == ["Hal"] * 3
    assert set(await names(luna, "top")) == {"Gus", "Cas"}
    assert set(await names(luna, "ambassador")) == {"Lea"}


@pytest.mark.asks
async def test_what_changed_is_written_as_a_move_with_its_day(db: Database) -> None:
    luna, [cards] = await opened(db, 1)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    dan = await db.read(accounts.by_id, cards[3])
    await db.write(come, luna, dan.id, TONIGHT)
    await portray(db, luna.cafe.shop.id, now=TONIGHT + DAY)
    moves = {(one.axis, one.old, one.new): one.count for one in (await seen(luna)).moves}
    assert moves == {("phase", "first", "repeat"): 1}
    again = await seen(luna)
    await portray(db, luna.cafe.shop.id, now=TONIGHT + DAY + timedelta(hours=1))
    assert (await seen(luna)).moves == again.moves


def come(tx: Tx, luna: Luna, card_id: int, at: datetime) -> None:
    eva = staff.in_shop(tx, luna.cafe.eva, luna.cafe.shop.id)
    assert eva
    counter = counters.of_account(tx, accounts.by_id(tx, card_id))[0]
    visits.add(tx, counter, eva, NewVisit(f"{card_id}:{at}", at, 1))


@pytest.mark.asks
async def test_a_night_in_small_pages_makes_the_same_portraits(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna, _ = await opened(db, 1)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    whole = await seen(luna)
    luna_pages, _ = await opened(db, 1)
    monkeypatch.setattr(night, "_READ", 2)
    monkeypatch.setattr(night, "_WRITTEN", 1)
    await portray(db, luna_pages.cafe.shop.id, now=TONIGHT)
    paged = await seen(luna_pages)
    assert (paged.census, paged.night, paged.slipping) == (whole.census, whole.night, whole.slipping)


@pytest.mark.asks
async def test_who_is_forgotten_has_no_portrait_and_no_moves_at_once(db: Database) -> None:
    luna, [cards] = await opened(db, 1)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    hal = await db.read(accounts.by_id, cards[7])
    assert hal.person_id
    await db.write(come, luna, hal.id, TONIGHT)
    await db.write(erase_person, hal.person_id, now=TONIGHT)
    assert await db.read(portraits.of_account, hal) is None
    assert "Hal" not in await names(luna, "slipping")
    await portray(db, luna.cafe.shop.id, now=TONIGHT + DAY)
    assert await db.read(portraits.of_account, hal) is None


@pytest.mark.asks
async def test_two_who_became_one_have_one_portrait_and_two_again_when_parted(db: Database) -> None:
    luna, [cards] = await opened(db, 1)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    ana, hal = [await db.read(accounts.by_id, cards[place]) for place in (0, 7)]
    assert ana.person_id
    assert hal.person_id
    merge = await db.write(join_persons, ana.person_id, hal.person_id, now=TONIGHT)
    assert await db.read(portraits.of_account, hal) is None
    await portray(db, luna.cafe.shop.id, now=TONIGHT + DAY)
    joined = await db.read(portraits.of_account, ana)
    assert joined
    assert joined.days == 16
    found = await db.read(merges.by_id, merge)
    assert found
    await db.write(part_persons, found, now=TONIGHT + DAY)
    await portray(db, luna.cafe.shop.id, now=TONIGHT + 2 * DAY)
    both: Sequence[int] = [
        one.days for card in (ana, hal) if (one := await db.read(portraits.of_account, card))
    ]
    assert both == [12, 4]


@pytest.mark.asks
async def test_who_goes_while_the_night_goes_on_gets_no_portrait(db: Database) -> None:
    luna, [cards] = await opened(db, 1)
    shop_id = luna.cafe.shop.id
    sitting = await db.read(night.sit, shop_id, now=TONIGHT)
    measures = Measures()
    for one, before in (await db.read(night.measure_page, sitting, 0))[0]:
        measures.add(one, before)
    changed = list(night.parts(measures.changed(Lines(10, 4))))
    ana = await db.read(accounts.by_id, cards[0])
    assert ana.person_id
    await db.write(erase_person, ana.person_id, now=TONIGHT)
    for part in changed:
        await db.write(night.keep, sitting, part, now=TONIGHT)
    assert await db.read(portraits.of_account, ana) is None
    ben = await db.read(accounts.by_id, cards[1])
    assert await db.read(portraits.of_account, ben)


@pytest.mark.asks
async def test_a_taken_back_visit_counts_nowhere(db: Database) -> None:
    luna = await open_luna(db, stamps())
    booked = await luna.booked(TONIGHT)
    await luna.undo(booked.visit.id, TONIGHT)
    await portray(db, luna.cafe.shop.id, now=TONIGHT)
    assert (await seen(luna)).census.phases == {Phase.PROSPECT: 1}


async def test_a_page_is_read_by_an_index_however_large_the_shop_is(db: Database) -> None:
    luna = await open_luna(db, stamps())
    asked = {"shop_id": luna.cafe.shop.id, "since": TONIGHT, "offset": 0, "after": 0, "most": 500}
    how = await db.read(plan, card_pasts._PASTS, **asked)
    if "SEARCH" in how:  # SQLite
        assert "ix_accounts_person_id" not in how
        assert "uq_accounts_shop_id" in how or "sqlite_autoindex_accounts" in how
        assert "ix_visits_shop_id_account_id_at" in how
        assert "SCAN visits" not in how
        assert how.count("ix_vouchers_shop_id_account_id") == 3
        assert "ix_vouchers_used" not in how
