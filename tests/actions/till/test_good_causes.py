"""What a visit gives to a good cause comes with it, follows its amount, goes with its undo, and stays owed."""

from sqlalchemy import select

from actions.cards.card_state import CardState
from actions.cards.good_causes import choose_cause
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from actions.people.personal_data import everything_held
from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.people import merges
from storage.tables import donations, favourites, good_causes
from tests.actions.places import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    Luna,
    change_only,
    join,
    meet,
    open_luna,
    points,
    stamps,
)

BANK, SHELTER = Supported("Food bank", "Food for neighbours"), Supported("Animal shelter")
TEN_CENTS = GoodCauses((BANK, SHELTER), a_visit_minor=10)
ONE_PERCENT = GoodCauses((BANK, SHELTER), permille=10)
_GIVEN = Statement(select(good_causes.c.name, good_causes.c.given).order_by(good_causes.c.id))
_COUNTS = Statement(
    select(donations.c.cause_id, donations.c.amount)
    .where(donations.c.undone_at.is_(None))
    .order_by(donations.c.id)
)


async def given(luna: Luna) -> dict[str, int]:
    """Return what each cause was given; it is what its donations come to, or the test ends here."""
    rows = await luna.db.read(_GIVEN.all)
    assert sum(row[1] for row in rows) == sum(row[1] for row in await luna.db.read(_COUNTS.all))
    return {name: amount for name, amount in rows if amount}


async def chooses(luna: Luna, place: int) -> CardState | str:
    version = (await luna.stands()).current.id
    return await luna.db.write(choose_cause, luna.cafe.ana, luna.cafe.card_id, version, place, now=NOW)


async def test_a_visit_gives_its_sum_to_the_first_cause_and_the_card_tells(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    booked = await luna.booked()
    assert booked.state.giving == (await luna.stands()).giving
    assert booked.state.giving is not None
    assert (booked.state.giving.own_cause.given, booked.state.giving.own_cause.own) == (
        10 * EXACT,
        10 * EXACT,
    )
    ben = await db.write(join, luna.cafe.shop, await db.write(meet, "Ben"))
    other = (await luna.booked(NOW + HOUR, card=ben)).state.giving
    assert other is not None
    assert (other.own_cause.given, other.own_cause.own) == (20 * EXACT, 10 * EXACT)


async def test_a_share_is_of_what_was_spent_and_nothing_is_rounded(db: Database) -> None:
    luna = await open_luna(db, points(parts=(ONE_PERCENT,)))
    for day in range(3):
        await luna.booked(NOW + day * DAY, spent=333)
    assert await given(luna) == {"Food bank": 3 * 3330}


async def test_one_more_in_a_visit_gives_nothing_more(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    visit = (await luna.booked()).visit
    assert isinstance(await luna.more(visit.id, visit.amount, NOW + MINUTE), Booked)
    assert await given(luna) == {"Food bank": 10 * EXACT}


async def test_an_undo_takes_what_the_visit_gave_and_once(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    visit = (await luna.booked(NOW + HOUR)).visit
    undone = await luna.undo(visit.id, NOW + HOUR + MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.giving is not None
    assert undone.state.giving.own_cause.own == 10 * EXACT
    await luna.undo(visit.id, NOW + HOUR + MINUTE)
    assert await given(luna) == {"Food bank": 10 * EXACT}


async def test_the_same_scan_brought_twice_gives_once(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked(key="one")
    await luna.scan(key="one")
    assert await given(luna) == {"Food bank": 10 * EXACT}


async def test_a_corrected_amount_gives_what_is_right_to_the_cause_it_gave_to(db: Database) -> None:
    luna = await open_luna(db, points(parts=(ONE_PERCENT,)))
    visit = (await luna.booked(spent=10_000)).visit
    await chooses(luna, 1)
    right = await db.write(amend, ActingPerson(luna.cafe.eva), visit.id, 1_000, key="right", now=NOW + MINUTE)
    assert isinstance(right, Amended)
    assert await given(luna) == {"Food bank": 10 * EXACT}
    assert isinstance(right.outcome, Booked)
    again = right.outcome.visit.id
    refused = await db.write(amend, ActingPerson(luna.cafe.eva), again, 1, key="no", now=NOW + MINUTE)
    assert isinstance(refused, Amended)
    assert await given(luna) == {}


async def test_a_choice_holds_from_the_next_visit_on(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await luna.booked()
    chosen = await chooses(luna, 1)
    assert isinstance(chosen, CardState)
    assert chosen.giving is not None
    assert chosen.giving.cause == SHELTER
    await luna.booked(NOW + HOUR)
    assert await given(luna) == {"Food bank": 10 * EXACT, "Animal shelter": 10 * EXACT}


async def test_nobody_chooses_for_anybody_else_nor_what_is_not_there(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    state = await luna.stands()
    card, version = luna.cafe.card_id, state.current.id
    assert await db.write(choose_cause, luna.cafe.eva, card, version, 1, now=NOW) == "changed"
    assert await db.write(choose_cause, luna.cafe.ana, card, version, 2, now=NOW) == "changed"
    assert await db.write(choose_cause, luna.cafe.ana, card, version + 9, 1, now=NOW) == "changed"


async def test_a_cause_that_is_removed_keeps_what_is_owed_and_a_choice_falls_back(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await chooses(luna, 1)
    await luna.booked()
    only_bank = GoodCauses((BANK,), a_visit_minor=10)
    await db.write(change_only, luna.cafe.shop.id, stamps(30, parts=(only_bank,)), now=NOW)
    giving = (await luna.booked(NOW + HOUR)).state.giving
    assert giving is not None
    assert (giving.cause, giving.lost) == (BANK, "Animal shelter")
    assert await given(luna) == {"Animal shelter": 10 * EXACT, "Food bank": 10 * EXACT}
    await db.write(change_only, luna.cafe.shop.id, stamps(30), now=NOW)
    assert (await luna.booked(NOW + 2 * HOUR)).state.giving is None  # though the card was begun with it
    assert await given(luna) == {"Animal shelter": 10 * EXACT, "Food bank": 10 * EXACT}


async def test_two_who_become_one_have_given_together_and_part_again(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    await luna.booked()
    await luna.booked(NOW + HOUR, card=card)
    version = (await luna.stands()).current.id
    await db.write(choose_cause, ben, card, version, 1, now=NOW)
    merge = await db.write(join_persons, luna.cafe.ana, ben, now=NOW + 2 * HOUR)
    giving = (await luna.stands()).giving
    assert giving is not None
    assert giving.cause == SHELTER
    assert [one.own for one in giving.stand] == [20 * EXACT, 0]
    found = await db.read(merges.by_id, merge)
    assert found
    await db.write(part_persons, found, now=NOW + 3 * HOUR)
    giving = (await luna.stands(card=card)).giving
    assert giving is not None
    assert (giving.cause, [one.own for one in giving.stand]) == (SHELTER, [10 * EXACT, 0])
    assert await given(luna) == {"Food bank": 20 * EXACT}


async def test_who_is_forgotten_leaves_the_sum_and_no_choice(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(TEN_CENTS,)))
    await chooses(luna, 1)
    await luna.booked()
    held = (await db.read(everything_held, luna.cafe.ana, now=NOW)).rows
    assert [(row["cause"], row["thousandths_of_a_minor_unit"]) for row in held["donations"]] == [("Animal shelter", 10 * EXACT)]  # fmt: skip
    assert [row["chosen"] for row in held["good_causes"]] == ["Animal shelter"]
    await db.write(erase_person, luna.cafe.ana, now=NOW + HOUR)
    assert await given(luna) == {"Animal shelter": 10 * EXACT}
    assert await db.read(Statement(select(favourites.c.id)).all) == []
