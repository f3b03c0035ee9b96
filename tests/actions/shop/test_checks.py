"""What is worth an owner's look is found, and an honest shop is left in peace."""

import re
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from actions.shop import checks
from loyalty.actor import ActingPerson
from loyalty.shop.checks import CHECKS, Finding
from loyalty.shop.opening_hours import NEVER, OpeningHours
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import checks as facts
from storage.shop import shops
from storage.shop.findings import KeptFinding
from tests.actions.places import DAY
from tests.actions.shop.made_up import NIGHT, MadeUp, Stamped, Trade, at, honest, made_up, rewarded, took_back
from tests.plans import plan
from words.language import words
from words.shop.checks import word_finding

pytestmark = pytest.mark.asks


def shop_of(cashiers: int = 3, cards: int = 60, **how: object) -> Trade:
    dice = Random(5)  # noqa: S311 - the same at each run
    return Trade(dice, cashiers, cards, **how)  # type: ignore[arg-type]


async def found(shop: MadeUp) -> list[str]:
    return sorted(one.check for one in await shop.found())


async def test_an_honest_shop_with_three_cashiers_is_left_in_peace(db: Database) -> None:
    trade = shop_of()
    assert await found(await made_up(db, trade, trade.past())) == []


async def test_in_a_shop_with_one_cashier_there_is_not_enough_to_tell_about_pairs(db: Database) -> None:
    trade = shop_of(1)
    looked = await (await made_up(db, trade, trade.past())).looked()
    assert looked["pair"] is None
    assert looked["own_rewards"] is None
    assert looked["burst"] == []


async def test_a_new_shop_hears_that_there_is_not_enough_to_tell(db: Database) -> None:
    trade = shop_of()
    looked = await (await made_up(db, trade, [])).looked()
    assert {check for check, each in looked.items() if each is None} == {
        "pair", "burst", "full_days", "odd_hours", "sign_ups", "own_rewards"
    }  # fmt: skip


async def test_a_card_that_one_cashier_stamps_whoever_else_is_there_is_found(db: Database) -> None:
    trade = shop_of(cards=150)
    past = trade.past()
    their_hours = {(one.at.date(), one.at.hour) for one in past if one.by == 1}
    others = Counter((one.at.date(), one.at.hour) for one in past if one.by != 1 and one.at > at(28, 0))
    shared = [when for when, _ in others.most_common() if when in their_hours][:20]
    friend = [Stamped(150, 1, at((at(0, 0).date() - day).days, hour, 30)) for day, hour in shared]
    shop = await made_up(db, trade, [*past, *friend])
    [one] = [one for one in await shop.found() if one.check == "pair"]
    assert (one.account_id, one.staff_id) == (shop.cards[150], shop.cashiers[1])
    assert one.numbers == {"n": 20, "of": 20, "usual": one.numbers["usual"]}
    assert one.numbers["usual"] < 14


async def test_very_many_cards_within_five_minutes_are_found(db: Database) -> None:
    trade = shop_of()
    burst = [Stamped(card, 0, at(3, 15, card % 5)) for card in range(20)]
    shop = await made_up(db, trade, [*trade.past(), *burst])
    [one] = await shop.found()
    assert (one.check, one.staff_id) == ("burst", shop.cashiers[0])
    assert one.numbers["n"] >= 20


async def test_a_card_that_gets_the_most_of_a_day_day_after_day_is_found(db: Database) -> None:
    trade = shop_of()
    full = [Stamped(7, back % 3, at(back, 12), amount=5) for back in range(2, 26, 2)]
    shop = await made_up(db, trade, [*trade.past(), *full], most=5)
    assert [(one.check, one.account_id) for one in await shop.found()] == [("full_days", shop.cards[7])]


async def test_stamps_in_the_night_are_found(db: Database) -> None:
    trade = shop_of()
    night = [Stamped(card, 2, at(4, 1, card)) for card in range(4)]
    shop = await made_up(db, trade, [*trade.past(), *night])
    assert [(one.check, one.staff_id) for one in await shop.found()] == [("odd_hours", shop.cashiers[2])]


async def test_what_is_booked_while_the_shop_is_closed_is_found_and_what_is_booked_in_its_hours_is_not(
    db: Database,
) -> None:
    trade = shop_of()
    night = [Stamped(card, 2, at(4, 1, card)) for card in range(4)]
    shop = await made_up(db, trade, [*trade.past(), *night])
    week = NEVER.with_day(range(7), ((5 * 60, 22 * 60),))
    await _opens(db, shop, week)
    (one,) = await shop.found()
    assert (one.check, one.staff_id, one.numbers) == ("odd_hours", shop.cashiers[2], {"n": 4, "closed": 1})
    kept = KeptFinding(1, shop.shop_id, one, NIGHT, None, "Eva", "", "")
    said = word_finding(kept, await db.read(shops.by_id, shop.shop_id), words("en"))
    assert "4 visits" in said
    assert "outside of your opening hours" in said
    await _opens(db, shop, week.with_day(range(7), ((5 * 60, 27 * 60),)))
    assert await found(shop) == [], "open until three"


async def test_a_new_shop_that_said_its_hours_hears_of_what_is_booked_outside_of_them(db: Database) -> None:
    shop = await made_up(db, shop_of(), [Stamped(card, 2, at(4, 1, card)) for card in range(4)])
    await _opens(db, shop, NEVER.with_day(range(7), ((5 * 60, 22 * 60),)))
    assert await found(shop) == ["odd_hours"]


async def test_an_evening_before_the_clocks_changed_is_judged_by_the_clock_of_then(db: Database) -> None:
    evening = [Stamped(card, 2, at(97, 16, 30 + card)) for card in range(4)]  # half past five, in winter
    shop = await made_up(db, shop_of(), evening)
    await _opens(db, shop, NEVER.with_day(range(7), ((9 * 60, 17 * 60),)))
    looked = await db.read(checks.look, shop.shop_id, now=at(85, 2))  # in summer
    assert looked["odd_hours"] == []


async def _opens(db: Database, shop: MadeUp, week: OpeningHours) -> None:
    """Let the shop be open so."""
    one = await db.read(shops.by_id, shop.shop_id)
    await db.write(shops.change, replace(one, hours=week.stored))


async def test_new_cards_that_never_come_again_are_found(db: Database) -> None:
    trade = shop_of(cards=150)
    dummies = [Stamped(150 + card, 1, at(40, 10, card)) for card in range(25)]
    shop = await made_up(db, trade, [*trade.past(), *dummies])
    assert ("sign_ups", shop.cashiers[1]) in [(one.check, one.staff_id) for one in await shop.found()]


async def test_cards_that_one_cashier_stamps_in_a_row_and_again_in_a_row_are_found(db: Database) -> None:
    trade = shop_of(cards=100)
    dummies = [Stamped(100 + card, 1, at(back, 10, 2 * card)) for card in range(9) for back in (20, 19)]
    shop = await made_up(db, trade, [*trade.past(), *dummies])
    [one] = [one for one in await shop.found() if one.check == "second_times"]
    assert (one.staff_id, one.numbers, one.last_day - one.first_day) == (shop.cashiers[1], {"n": 9}, 1)


async def test_rewards_right_after_the_own_stamp_are_found(db: Database) -> None:
    trade = shop_of()
    shop = await made_up(db, trade, trade.past())
    await db.write(rewarded, shop, 0, number=30, quick=3)
    await db.write(rewarded, shop, 1, number=30, quick=4)
    assert await found(shop) == []
    await db.write(rewarded, shop, 2, number=25, quick=22)
    assert [(one.check, one.staff_id) for one in await shop.found()] == [("own_rewards", shop.cashiers[2])]


async def test_much_that_is_taken_back_on_one_day_is_found_with_what_was(db: Database) -> None:
    trade = shop_of()
    slips = [Stamped(card, 1, at(3, 12, card)) for card in range(12)]
    shop = await made_up(db, trade, [*trade.past(), *slips])
    await db.write(took_back, shop, 1, number=9, now=at(3, 15))
    [one] = await shop.found()
    assert (one.check, one.staff_id, one.numbers["n"]) == ("taken_back", shop.cashiers[1], 9)
    await db.write(checks.keep, shop.shop_id, {"taken_back": [one]}, now=NIGHT)
    shown = await db.read(checks.see_finding, ActingPerson(shop.cafe.cleo), 1)
    assert isinstance(shown, checks.FindingShown)
    assert len(shown.bookings) == 9
    assert all(each.undone_at for each in shown.bookings)


async def test_what_was_found_fine_is_not_told_again_and_its_bookings_can_be_paged(db: Database) -> None:
    trade = shop_of()
    full = [Stamped(7, back % 3, at(back, 12), amount=5) for back in range(1, 28)]
    shop = await made_up(db, trade, [*trade.past(), *full])
    cleo = ActingPerson(shop.cafe.cleo)
    for night in (NIGHT, NIGHT + DAY):
        looked = await db.read(checks.look, shop.shop_id, now=night)
        await db.write(checks.keep, shop.shop_id, looked, now=night)
    [kept] = (await _seen(db, shop)).findings
    first = await db.read(checks.see_finding, cleo, kept.id)
    assert isinstance(first, checks.FindingShown)
    assert len(first.bookings) == first.more == checks.PAGE
    second = await db.read(checks.see_finding, cleo, kept.id, skipped=first.more)
    assert isinstance(second, checks.FindingShown)
    assert second.bookings[0].at < first.bookings[-1].at
    await db.write(checks.settle_finding, cleo, kept.id, now=NIGHT + DAY)
    looked = await db.read(checks.look, shop.shop_id, now=NIGHT + 2 * DAY)
    await db.write(checks.keep, shop.shop_id, looked, now=NIGHT + 2 * DAY)
    assert (await _seen(db, shop)).findings == ()


async def test_what_is_not_found_again_is_old_news_after_five_weeks(db: Database) -> None:
    shop = await made_up(db, shop_of(), [])
    one = Finding("odd_hours", "odd_hours:1:1", 1, 1, shop.cashiers[0], numbers={"n": 3})
    await db.write(checks.keep, shop.shop_id, {"odd_hours": [one]}, now=NIGHT - 36 * DAY)
    assert (await _seen(db, shop)).findings == ()
    await db.write(checks.keep, shop.shop_id, {"odd_hours": [one]}, now=NIGHT)
    assert len((await _seen(db, shop)).findings) == 1


@pytest.mark.parametrize("language", ["en", "hu", "nl"])
async def test_each_finding_has_words(sqlite_db: Database, language: str) -> None:
    shop = await made_up(sqlite_db, shop_of(), [])
    numbers = {"n": 20, "of": 30, "usual": 4, "back": 1, "start": 5_946_000}
    for check in CHECKS:
        one = Finding(check, check, 20_600, 20_600, shop.cashiers[0], shop.cards[0], numbers)
        await sqlite_db.write(checks.keep, shop.shop_id, {check: [one]}, now=NIGHT)
    for kept in (await _seen(sqlite_db, shop)).findings:
        said = word_finding(kept, shop.cafe.shop, words(language))
        assert "{" not in said
        assert "20" in said or kept.finding.check == "taken_back"


async def _seen(db: Database, shop: MadeUp) -> checks.Checks:
    seen = await db.read(checks.see_checks, ActingPerson(shop.cafe.cleo), shop.shop_id, now=NIGHT + DAY)
    assert isinstance(seen, checks.Checks)
    return seen


async def test_of_ten_honest_shops_hardly_any_is_troubled(sqlite_db: Database) -> None:
    told = [one for number in range(10) for one in await found(await _shop(sqlite_db, number))]
    assert len(told) <= 1, told


@pytest.mark.slow
async def test_of_a_hundred_honest_shops_hardly_any_is_troubled(sqlite_db: Database) -> None:
    told = Counter([one for number in range(100) for one in await found(await _shop(sqlite_db, number))])
    assert told.total() <= 5, told


async def _shop(db: Database, number: int) -> MadeUp:
    trade = honest(number)
    return await made_up(db, trade, trade.past())


@pytest.mark.parametrize(
    "name", ["_PAIRS", "_FIVE_MINUTES", "_HOURS", "_FULL_DAYS", "_TAKEN_BACK", "_NEW_CARDS", "_REDEMPTIONS"]
)
async def test_only_the_days_that_are_looked_through_are_read_by_an_index(db: Database, name: str) -> None:
    statement: Statement[Any] = getattr(facts, name)
    every = {
        "shop_id": 1,
        "since": NIGHT - DAY,
        "until": NIGHT,
        "offset": 0,
        "least": 6,
        "programme_id": 1,
        "most": 5,
    }

    def planned(tx: Tx) -> str:
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql(
                "SET LOCAL enable_seqscan = off"
            )  # an empty table is read whole, whatever there is
        query: Any = statement.query
        wanted = {name for name, bind in query.compile().binds.items() if bind.required}
        return plan(tx, statement, **{name: value for name, value in every.items() if name in wanted})

    lines = (await db.read(planned)).splitlines()
    whole = re.compile(r"(SCAN|Seq Scan on) (visits|accounts|audit|vouchers|counters)\b(?!.* USING)")
    assert not [line for line in lines if whole.search(line)], lines
