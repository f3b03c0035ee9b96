"""Points for a reward on a card that was only named: they are taken when its customer says yes."""

from actions.cards.buy_reward import PointsMissing, buy_reward
from actions.cards.held_reward import NotAvailable
from actions.shop.team import remove_member
from actions.till.confirm_redemption import AgreeOutcome, agree_to_buy
from actions.till.redeem import Asked, Redeemed, redeem
from actions.till.scan_outcome import NotStaff, OwnCard
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from tests.actions.places import MINUTE, NOW, Luna, join, meet, open_luna, points


async def asked(db: Database, times: int = 1, *, spent: int = 6000) -> Luna:
    """Open a shop where a coffee is 50 points, and let Eva ask Ana, who has a few more, about one."""
    luna = await open_luna(db, points())
    await luna.booked(spent=spent)
    for minutes in range(times):
        now = NOW + minutes * MINUTE
        outcome = await db.write(
            redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, "coffee", shown=False, now=now
        )
        assert isinstance(outcome, Asked)
    return luna


async def says_yes(luna: Luna, *, who: int | None = None, nth: int = 0) -> AgreeOutcome:
    """Tap the yes under the nth question."""
    told = (await luna.told("asked"))[nth]
    return await luna.db.write(
        agree_to_buy,
        who or luna.cafe.ana,
        told["card_id"],
        str(told["reward_key"]),
        told["member_id"],
        had=told["had"],
        now=NOW + 2 * MINUTE,
    )


async def test_no_answer_means_that_nothing_happened(db: Database) -> None:
    luna = await asked(db)
    state = await luna.stands()
    assert (state.counter.balance, state.vouchers) == (60, ())
    assert await luna.told("redeemed") == []


async def test_a_yes_buys_and_hands_out_at_once(db: Database) -> None:
    luna = await asked(db)
    outcome = await says_yes(luna)
    assert isinstance(outcome, Redeemed)
    assert (outcome.state.counter.balance, outcome.voucher.state) == (10, "used")
    assert [len(await luna.told(kind)) for kind in ("redeemed", "agreed")] == [1, 1]


async def test_asked_twice_and_answered_twice_counts_once(db: Database) -> None:
    luna = await asked(db, times=2, spent=20000)
    assert isinstance(await says_yes(luna), Redeemed)
    for nth in (0, 1):
        assert await says_yes(luna, nth=nth) == NotAvailable(None)
    assert (await luna.stands()).counter.balance == 150


async def test_a_yes_takes_nothing_that_the_balance_no_longer_reaches(db: Database) -> None:
    luna = await asked(db, spent=20000)
    await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "cake", now=NOW)
    short = await says_yes(luna)
    assert isinstance(short, PointsMissing)
    assert short.to_go == 50


async def test_a_yes_to_somebody_who_left_the_staff_takes_nothing(db: Database) -> None:
    luna = await asked(db)
    member = (await luna.told("asked"))[0]["member_id"]
    await db.write(remove_member, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, member, now=NOW)
    assert await says_yes(luna) == NotStaff()
    assert (await luna.stands()).counter.balance == 60


async def test_staff_do_not_say_yes_to_themselves(db: Database) -> None:
    luna = await asked(db)
    member = (await luna.told("asked"))[0]["member_id"]
    own = await db.write(join, luna.cafe.shop, luna.cafe.eva)
    await luna.booked(card=own, by=luna.cafe.cleo, spent=6000)
    outcome = await db.write(agree_to_buy, luna.cafe.eva, own, "coffee", member, had=0, now=NOW)
    assert isinstance(outcome, OwnCard)
    assert (await luna.stands(card=own)).counter.balance == 60


async def test_only_its_customer_says_yes(db: Database) -> None:
    luna = await asked(db)
    assert await says_yes(luna, who=await db.write(meet, "Ben")) == NotAvailable(None)
    assert (await luna.stands()).counter.balance == 60
