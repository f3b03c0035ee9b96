"""Two persons' cards become one, by lines of the ledger; undone, each has their own again."""

import pytest
from sqlalchemy import text

from actions.cards.goals import set_goal
from actions.cards.history import HistoryPage, card_history
from actions.cards.join import TakenCard, claim_card, print_cards
from actions.cards.own_cards import own_cards
from actions.people.link_accounts import Unlinked
from actions.till.redeem import Redeemed, SpendCode, redeem, show_voucher, spend_code
from actions.till.scan import find_typed, hold_shown
from actions.till.undo_visit import NotUndone
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Limits
from loyalty.cards.visits import TooSoon
from loyalty.till.undo import NotNewest
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.links import card_of, everything, linked, twin, unlinked
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, join, open_cafe, open_luna, points, stamps
from tests.actions.promises import breaches


async def stamped(luna: Luna, other: int, times: int, *, first: int = 3) -> int:
    """Stamp Ana's card `first` times and her other one `times` times, and return the other's id."""
    if first:
        await luna.fill(first, NOW + HOUR)
    card = (await card_of(luna, other)).account.id
    for hours in range(times - 1, -1, -1):
        await luna.booked(NOW + HOUR - hours * HOUR, card=card)
    return card


async def whole(luna: Luna) -> None:
    """Ask all promises of the tables."""
    assert await luna.db.write(breaches, luna.cafe.shop.id) == {}


async def test_two_cards_of_one_shop_are_added_up(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    gone = await stamped(luna, other, 4)
    done = await linked(luna, other)
    assert [(state.account.id, state.counter.balance) for [state] in done.cards] == [(luna.cafe.card_id, 7)]
    assert (await luna.stands(card=gone)).account.closed_at == NOW + 2 * HOUR
    await whole(luna)


async def test_a_card_of_a_shop_where_the_other_has_none_goes_over_as_it_is(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    sol = await db.write(open_cafe, points(), name="Bar Sol")
    other = await twin(luna, joins=False)
    card = await db.write(join, sol.shop, other)
    await luna.booked(NOW + HOUR, card=card, by=sol.eva, spent=1200)
    done = await linked(luna, other)
    assert {state.account.id: state.counter.balance for [state] in done.cards} == {
        luna.cafe.card_id: 0,
        card: 12,
    }
    await unlinked(luna, done)
    assert (await card_of(luna, other)).counter.balance == 12


async def test_cards_that_come_together_may_fill_one(db: Database) -> None:
    luna = await open_luna(db, stamps(5, milestone=2))
    other = await twin(luna)
    await stamped(luna, other, 4)
    done = await linked(luna, other)
    card = done.cards[0][0]
    assert (card.counter.balance, card.counter.round) == (2, 2)
    # A cookie from each card, a coffee for five stamps, and a cookie on the next card.
    assert sorted(voucher.reward_key for voucher in card.vouchers) == ["coffee", "cookie", "cookie", "cookie"]


async def test_a_head_start_is_not_counted_twice(db: Database) -> None:
    luna = await open_luna(db, stamps(10, milestone=2, head_start=2))
    other = await twin(luna)
    await stamped(luna, other, 1)
    before = await db.write(everything)
    done = await linked(luna, other)
    assert done.cards[0][0].counter.balance == 2 + 3 + 1
    assert [voucher.reward_key for voucher in done.cards[0][0].vouchers] == ["cookie"]
    await unlinked(luna, done)
    assert await restored(db, before)
    # Again, and the gift is taken off once more, not twice.
    assert (await linked(luna, other, NOW + 4 * HOUR)).cards[0][0].counter.balance == 6


async def test_a_head_start_that_only_one_card_had_stays(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.change(stamps(10, head_start=2))
    other = await twin(luna)
    await stamped(luna, other, 1)
    assert (await linked(luna, other)).cards[0][0].counter.balance == 6


async def restored(db: Database, before: dict[str, list[tuple[object, ...]]]) -> bool:
    after = await db.write(everything)
    assert {name for name in before if before[name] != after[name]} <= {"outbox", "preferences"}
    return True


@pytest.mark.slow
async def test_undone_at_once_everything_is_as_it_was(db: Database) -> None:
    luna = await open_luna(db, stamps(5, milestone=2))
    other = await twin(luna)
    card = await stamped(luna, other, 4)
    await db.write(set_goal, other, card, 5, now=NOW + HOUR)
    before = await db.write(everything)
    done = await linked(luna, other)
    assert (await unlinked(luna, done)).missing == ()
    assert await restored(db, before)


async def test_rewards_keep_working_on_the_card_that_stays(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    other = await twin(luna)
    card = await stamped(luna, other, 3, first=0)
    voucher = (await luna.stands(card=card)).vouchers[0]
    shown = await db.write(show_voucher, other, voucher.id, now=NOW + 2 * HOUR)
    assert isinstance(shown, SpendCode)
    await linked(luna, other)
    spent = await db.write(spend_code, ActingPerson(luna.cafe.eva), shown.code, now=NOW + 2 * HOUR + MINUTE)
    assert isinstance(spent, Redeemed)
    account = await db.read(accounts.by_id, luna.cafe.card_id)
    assert [v.state for v in await db.read(vouchers.of_account, account)] == ["used"]


async def test_what_was_earned_since_stays_with_the_card_that_stayed(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await stamped(luna, other, 4)
    done = await linked(luna, other)
    await luna.booked(NOW + 3 * HOUR)
    assert (await unlinked(luna, done, NOW + DAY)).missing == ()
    assert (await luna.stands(NOW + DAY)).counter.balance == 4
    assert (await card_of(luna, other, NOW + DAY)).counter.balance == 4
    await whole(luna)


async def test_a_reward_that_both_cards_filled_is_taken_apart_while_unused(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    other = await twin(luna)
    await stamped(luna, other, 4)
    done = await linked(luna, other)
    assert done.cards[0][0].counter.balance == 2
    await luna.booked(NOW + 3 * HOUR)
    assert (await unlinked(luna, done, NOW + DAY)).missing == ()
    mine, theirs = await luna.stands(NOW + DAY), await card_of(luna, other, NOW + DAY)
    assert [(s.counter.balance, s.counter.round, s.vouchers) for s in (mine, theirs)] == [
        (4, 1, ()),
        (4, 1, ()),
    ]
    await whole(luna)


async def test_what_was_spent_since_cannot_go_back_and_that_is_said(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    other = await twin(luna)
    await stamped(luna, other, 4)
    done = await linked(luna, other)
    voucher = done.cards[0][0].vouchers[0]
    await db.write(
        redeem, ActingPerson(luna.cafe.eva), luna.cafe.card_id, voucher.id, shown=True, now=NOW + 3 * HOUR
    )
    missing = (await unlinked(luna, done, NOW + 4 * HOUR)).missing
    assert [(one.shop.name, one.amount) for one in missing] == [("Café Luna", 2)]
    assert (await luna.stands(NOW + DAY)).counter.balance == 0
    assert (await card_of(luna, other, NOW + DAY)).counter.balance == 2
    await whole(luna)


async def test_a_card_that_was_filled_by_itself_since_keeps_its_reward(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    other = await twin(luna)
    await stamped(luna, other, 2, first=2)
    done = await linked(luna, other)
    for hours in range(4):
        await luna.booked(NOW + (3 + hours) * HOUR)
    assert (await luna.stands(NOW + DAY)).counter.balance == 3
    assert (await unlinked(luna, done, NOW + DAY)).missing == ()
    mine = await luna.stands(NOW + DAY)
    assert (mine.counter.balance, len(mine.vouchers)) == (1, 1)
    await whole(luna)


async def test_other_rules_since_do_not_break_the_promise_of_a_begun_card(db: Database) -> None:
    luna = await open_luna(db, stamps(4))
    other = await twin(luna)
    await stamped(luna, other, 2, first=0)
    await luna.change(stamps(9))
    before = await db.write(everything)
    done = await linked(luna, other)
    assert done.cards[0][0].progress.to_go == 2
    await unlinked(luna, done)
    assert await restored(db, before)


async def test_printed_codes_of_a_card_that_went_lead_to_the_one_that_stayed(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    card = (await db.write(print_cards, luna.cafe.shop, 1, now=NOW))[0]
    other = await twin(luna, joins=False)
    await db.write(claim_card, other, card.public_id, now=NOW)
    done = await linked(luna, other)

    async def led_to() -> list[int]:
        shown = await db.write(hold_shown, ActingPerson(luna.cafe.eva), card.public_id)
        typed = await db.write(find_typed, ActingPerson(luna.cafe.eva), card.code)
        assert shown
        assert typed
        return [shown[0].id, typed.id]

    assert await led_to() == [luna.cafe.card_id] * 2
    assert await db.write(claim_card, luna.cafe.ana, card.public_id, now=NOW) == TakenCard(own=True)
    await unlinked(luna, done)
    assert await led_to() == [card.id] * 2


async def test_the_history_of_both_cards_is_one(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await stamped(luna, other, 2)
    await linked(luna, other)
    page = await db.write(card_history, luna.cafe.ana, luna.cafe.card_id, before=None, most=99, now=NOW + DAY)
    assert isinstance(page, HistoryPage)
    assert sorted(line.amount for line in page.lines) == [-2, 1, 1, 1, 1, 1, 2]
    assert sum(line.amount for line in page.lines) == page.states[0].counter.balance == 5


async def test_a_visit_to_either_card_is_a_visit_to_the_one(db: Database) -> None:
    luna = await open_luna(db, stamps(10, limits=Limits(cooldown_minutes=180)))
    other = await twin(luna)
    visit = (await luna.booked(NOW + HOUR, card=(await card_of(luna, other)).account.id)).visit
    done = await linked(luna, other)
    assert isinstance(await luna.refused(NOW + 3 * HOUR), TooSoon)
    refused = await luna.undo(visit.id, NOW + 3 * HOUR)
    assert isinstance(refused, NotUndone)
    assert refused.why == NotNewest()
    await unlinked(luna, done)
    await luna.booked(NOW + 3 * HOUR)
    undone = await luna.undo(visit.id, NOW + 4 * HOUR, by=luna.cafe.cleo, reason="a slip")
    assert not isinstance(undone, NotUndone)
    await whole(luna)


async def test_a_visit_whose_stamps_were_spent_is_not_undone_on_the_wrong_card(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    other = await twin(luna)
    visit = (await luna.booked(NOW + HOUR, card=(await card_of(luna, other)).account.id)).visit
    await linked(luna, other)  # the card was filled: nothing was on it that could move
    refused = await luna.undo(visit.id, NOW + 3 * HOUR, by=luna.cafe.cleo, reason="a slip")
    assert isinstance(refused, NotUndone)
    assert refused.why == NotNewest()
    await whole(luna)


def goals_of(tx: Tx) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in tx.execute(text("SELECT account_id, target FROM goals ORDER BY id"))]


async def test_of_two_goals_the_one_of_the_card_that_stays_holds(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    card = await stamped(luna, other, 1)
    await db.write(set_goal, other, card, 8, now=NOW + HOUR)
    done = await linked(luna, other)
    assert done.cards[0][0].goal
    assert done.cards[0][0].goal.target == 8
    await unlinked(luna, done)
    await db.write(set_goal, luna.cafe.ana, luna.cafe.card_id, 9, now=NOW + HOUR)
    done = await linked(luna, other, NOW + 4 * HOUR)
    assert done.cards[0][0].goal
    assert done.cards[0][0].goal.target == 9
    await unlinked(luna, done, NOW + 5 * HOUR)
    assert await db.write(goals_of) == [(card, 8), (luna.cafe.card_id, 9)]


async def test_nobody_has_two_cards_of_a_shop_afterwards(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await linked(luna, other)
    assert len(await db.write(own_cards, luna.cafe.ana, now=NOW + DAY)) == 1
    assert await db.write(own_cards, other, now=NOW + DAY) == []


async def test_what_comes_back_from_a_later_card_is_no_opposite_of_a_line_on_an_earlier_one(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(2))
    other = await twin(luna)
    await stamped(luna, other, 1, first=0)
    done = await linked(luna, other)
    await luna.booked(NOW + 3 * HOUR)  # fills the card with what came from the other
    newest = await luna.booked(NOW + 4 * HOUR)
    assert await unlinked(luna, done, NOW + 5 * HOUR) == Unlinked(())
    await whole(luna)
    outcome = await luna.undo(newest.visit.id, NOW + 5 * HOUR, reason="a slip")
    assert isinstance(outcome, NotUndone)
    assert outcome.why == NotNewest()
