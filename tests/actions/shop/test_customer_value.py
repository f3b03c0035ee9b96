"""What customers are worth and cost, from visits and portraits; and what a shop says it took in all."""

from datetime import date, timedelta

import pytest

from actions.access import NotAllowed
from actions.campaigns.gifts import REWARD_KEY
from actions.cards.friends import Met, join_by_friend
from actions.shop.calculator import tell
from actions.shop.customer_value import CustomerValues, customer_values
from actions.shop.till_totals import BadTotal, tell_total
from actions.till.redeem import Redeemed, redeem
from loyalty.actor import ActingPerson
from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import Reward
from loyalty.customer_kinds import Phase
from loyalty.delivery.message_costs import NO_PRICES, Prices
from loyalty.people.customer_value import Newcomers, WonBack
from loyalty.shop.sums import NOTHING
from scheduler.campaigns.portraying import portray
from storage.campaigns.settings import ensure, of_shop
from storage.cards import accounts, vouchers
from storage.cards.vouchers import VoucherRow
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, occurrences
from tests.actions.places import DAY, Luna, join, meet, open_luna, points
from tests.actions.shop.test_money import NOON, money
from tests.kinds import WIN_BACK
from tests.programmes import stamp_card
from words.language import words
from words.shop.customer_value import customer_value_lines

pytestmark = pytest.mark.asks

_OCCURRENCE = Statement(
    new_row(
        occurrences, "key", "campaign_id", "shop_id", "account_id", "person_id", "voucher_id", "kind", "state",
        "charge", "holdout_percent", "found_at", "not_before", "expires_at",
    )
)  # fmt: skip
YEAR = timedelta(days=365)
_DUE = NOON - 60 * DAY


async def _values(luna: Luna) -> CustomerValues:
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.read(customer_values, cleo, luna.cafe.shop.id, now=NOON)
    assert isinstance(found, CustomerValues)
    return found


async def _cards(luna: Luna, count: int, *, joined: timedelta) -> list[int]:
    people = [await luna.db.write(meet, f"Guest {n}", now=NOON - joined) for n in range(count)]
    return [await luna.db.write(join, luna.cafe.shop, one, now=NOON - joined) for one in people]


async def test_a_new_shop_knows_nothing_and_a_cashier_is_told_nothing(db: Database) -> None:
    luna = await open_luna(db, points())
    found = await _values(luna)
    assert (found.phases, found.quadrants, found.seen_days, found.portrayed) == ({}, {}, None, False)
    eva = ActingPerson(luna.cafe.eva)
    assert await db.read(customer_values, eva, luna.cafe.shop.id, now=NOON) == NotAllowed()


async def test_regulars_are_worth_what_they_leave_for_as_long_as_regulars_stay(db: Database) -> None:
    luna = await open_luna(db, points())
    await db.write(tell, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "margin", 500, now=NOON)
    cards = await _cards(luna, 4, joined=YEAR + 200 * DAY)
    for number, card in enumerate(cards):
        for back in range(500, 366, -30):  # five visits: a regular a year ago
            await luna.booked(NOON - back * DAY, card=card, spent=10_00)
        if number % 2:  # two of four still come
            for back in (40, 10):
                await luna.booked(NOON - back * DAY, card=card, spent=10_00)
    await portray(db, luna.cafe.shop.id, now=NOON)
    found = await _values(luna)
    regular = found.phases[Phase.REGULAR]
    assert found.seen_days == 365
    assert (regular.customers, int(regular.a_year), int(regular.about)) == (2, 10_00, 20_00)
    assert regular.low < regular.about < regular.high


async def test_newcomers_are_counted_with_who_came_again_and_what_their_head_start_cost(
    db: Database,
) -> None:
    card = stamp_card((Reward("coffee", "Coffee", 10, 100),), head_start=2)
    luna = await open_luna(db, card)
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(tell, cleo, shop, "average_sale", 4_00, now=NOON)
    await db.write(tell, cleo, shop, "margin", 500, now=NOON)
    again, once, _never = await _cards(luna, 3, joined=100 * DAY)
    for one in (again, once):
        await luna.booked(NOON - 90 * DAY, card=one)
    await luna.booked(NOON - 80 * DAY, card=again)
    await luna.booked(NOON - 20 * DAY, card=once)  # after more than four weeks
    found = await _values(luna)
    assert found.newcomers == Newcomers(3, 2, 1)
    assert found.newcomers_cost
    assert int(found.newcomers_cost.low) == int(found.newcomers_cost.high) == 2 * 2 * 10
    assert found.won_back.told == 0


async def test_both_friends_gifts_are_what_a_new_customer_cost_until_the_visit_is_taken_back(
    db: Database,
) -> None:
    part = Referral(for_friend=2, for_inviter=3)
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 10, 100),), parts=(part,)))
    cleo, shop = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(tell, cleo, shop, "average_sale", 4_00, now=NOON)
    await db.write(tell, cleo, shop, "margin", 500, now=NOON)
    then = NOON - 60 * DAY
    await luna.booked(then - DAY)
    ana = await db.read(accounts.by_id, luna.cafe.card_id)
    met = await db.write(join_by_friend, await db.write(meet, "Ben", now=then), ana.code, now=then)
    assert isinstance(met, Met)
    visit = (await luna.booked(then, card=met.state.account.id)).visit
    cost = (await _values(luna)).newcomers_cost
    assert cost
    assert int(cost.high) == (2 + 3) * 10
    await luna.undo(visit.id, then)
    assert (await _values(luna)).newcomers_cost == NOTHING


async def test_who_was_missed_is_counted_beside_those_left_out_with_the_gifts_that_were_fetched(
    db: Database,
) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 10, 100),)))
    told, silent, lucky, late = await _cards(luna, 4, joined=200 * DAY)
    await db.write(ensure, luna.cafe.shop.id, WIN_BACK, holdout_percent=10)
    campaign = (await db.read(of_shop, luna.cafe.shop.id))[WIN_BACK].id
    gift = await db.write(_gift, luna, told)
    for card, state, voucher in (
        (told, "sent", gift), (silent, "sent", None), (lucky, "held_out", None), (late, "held_out", None), (silent, "dropped", None),
    ):  # fmt: skip
        await db.write(_missed, luna, campaign, card, state, voucher)
    for card, days in ((told, 5), (lucky, 27), (late, 28)):
        await luna.booked(_DUE + days * DAY, card=card)
    found = await _values(luna)
    assert found.won_back == WonBack(told=2, back=1, left_out=2, back_alone=1)
    assert found.won_back_cost == NOTHING
    eva = ActingPerson(luna.cafe.eva)
    assert isinstance(await db.write(redeem, eva, told, gift, shown=True, now=_DUE + 5 * DAY), Redeemed)
    fetched = (await _values(luna)).won_back_cost
    assert fetched
    assert int(fetched.low) == int(fetched.high) == 1_50


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        (Prices(marketing_micros=70_000), "They were given €0.00, and the messages cost €0.21: €0.21 for each who came by it."),
        (NO_PRICES, "They were given €0.00, messages not counted: €0.00 for each who came by it."),
    ],
)  # fmt: skip
async def test_what_messages_were_billed_is_part_of_what_one_who_was_won_back_costs(
    db: Database, prices: Prices, said: str
) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "Coffee", 10, 100),)))
    await db.write(ensure, luna.cafe.shop.id, WIN_BACK, holdout_percent=10)
    campaign = (await db.read(of_shop, luna.cafe.shop.id))[WIN_BACK].id
    cards = await _cards(luna, 6, joined=200 * DAY)
    for card, charge in zip(cards, ("marketing", "marketing", "marketing", "free", None, None), strict=True):
        state = "sent" if charge else "held_out"
        await db.write(_missed, luna, campaign, card, state, None, charge)
    for card in (*cards[:3], cards[4]):  # three of four, and one of two: one more than by themselves
        await luna.booked(_DUE + DAY, card=card)
    found = await _values(luna)
    assert found.won_back.by_it == 1
    assert said in "\n".join(customer_value_lines(found, prices, words("en")))


def _gift(tx: Tx, luna: Luna, card: int) -> int:
    """Give a voucher as the message does."""
    row = VoucherRow(
        account_id=card, counter_id=None, shop_id=luna.cafe.shop.id, visit_id=None, slot=None, reward_key=REWARD_KEY,
        reward="A cake", cost_minor=1_50, created_at=_DUE, expires_at=_DUE + 30 * DAY,
    )  # fmt: skip
    voucher = vouchers.add(tx, row)
    assert voucher
    return voucher


def _missed(
    tx: Tx, luna: Luna, campaign: int, card: int, state: str, voucher: int | None, charge: str | None = None
) -> None:
    """Write down that somebody was missed, and what became of it."""
    holder = accounts.by_id(tx, card).person_id
    _OCCURRENCE.value(
        tx, key=f"{card}:{state}", campaign_id=campaign, shop_id=luna.cafe.shop.id, account_id=card, person_id=holder,
        voucher_id=voucher, kind=WIN_BACK, state=state, charge=charge, holdout_percent=10, found_at=_DUE, not_before=_DUE, expires_at=_DUE + DAY,
    )  # fmt: skip


async def test_what_a_shop_took_in_all_gives_the_share_of_its_members(db: Database) -> None:
    luna = await open_luna(db, points())
    cleo, shop, february = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, date(2026, 2, 1)
    await luna.booked(NOON - 20 * DAY, spent=20_00)
    visit = (await luna.booked(NOON - 19 * DAY, spent=30_00)).visit
    assert (await money(luna)).shares[0].permille is None
    assert await db.write(tell_total, cleo, shop, february, 200_00, now=NOON) is None
    last, before, year_ago = (await money(luna)).shares
    assert (last.month, last.permille, before.permille, year_ago.permille) == (february, 250, None, None)
    await luna.undo(visit.id, NOON - 19 * DAY)
    assert (await money(luna)).shares[0].permille == 100
    assert await db.write(tell_total, cleo, shop, february, None, now=NOON) is None
    assert (await money(luna)).shares[0].total_minor is None


async def test_only_who_runs_a_shop_says_what_it_took_and_never_nothing(db: Database) -> None:
    luna = await open_luna(db, points())
    shop, february = luna.cafe.shop.id, date(2026, 2, 1)
    eva, cleo = ActingPerson(luna.cafe.eva), ActingPerson(luna.cafe.cleo)
    assert await db.write(tell_total, eva, shop, february, 1_00, now=NOON) == NotAllowed()
    assert await db.write(tell_total, cleo, shop, february, 0, now=NOON) == BadTotal()
