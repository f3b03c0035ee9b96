"""Being forgotten, and being told everything first."""

import pytest
from sqlalchemy import Connection, Text, select

from actions.cards.buy_reward import Bought, buy_reward
from actions.cards.goals import set_goal
from actions.cards.history import HistoryPage, card_history
from actions.delivery import outbox
from actions.people.erasure import Erased, OnlyOwner, erase_person
from actions.people.identify import Caller, recognise
from actions.people.personal_data import everything_held
from actions.people.profile import set_birthday, stop_all
from actions.till.redeem import show_voucher
from actions.till.scan_outcome import NotStaff
from actions.till.today import todays_bookings
from loyalty.actor import ActingPerson
from loyalty.dates import Birthday
from loyalty.names import fold_name
from storage.cards import ledger, vouchers
from storage.cards.counters import by_id, has_balances
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.people import chat_state
from storage.shop import audit, stats
from storage.shop.audit import Act
from storage.tables import accounts, counters, entries, metadata, persons
from tests.actions.places import HOUR, NOW, Luna, hire, join, open_cafe, open_luna, points, stamps

NAME, ELSEWHERE = "Wilhelmina Zwart", "700700700"

# What becomes of each table when a person is forgotten. A new table needs a word here.

pytestmark = pytest.mark.engines

DECIDED = {
    "persons": "blanked",
    "addresses": "the id there is replaced",
    "accounts": "closed and let go",
    "counters": "what is on it runs out: the arithmetic stays",
    "goals": "deleted",
    "till_totals": "about no person",
    "link_openings": "about no person",
    "preferences": "deleted",
    "conversations": "deleted",
    "views": "deleted",
    "spend_codes": "deleted",
    "vouchers": "what waits is withdrawn",
    "visits": "what staff wrote goes",
    "staff": "removed; the name is the person's",
    "outbox": "what waits is dropped",
    "audit": "the name is taken out",
    "entries": "stays: the arithmetic",
    "consents": "stays: bare ids, the proof",
    "consent_questions": "stays: bare ids",
    "occurrences": "what waits is dropped; stays: bare ids",
    "newcomers": "stays: a bare id, until the next round",
    "referrals": "stays: bare ids of cards",
    "draws": "stays: what a shop promised, and tickets that nobody can tell the holder of",
    "draw_players": "stays: bare ids of cards",
    "draw_results": "stays: bare ids of cards",
    "challenges": "stays: bare ids of cards",
    "errands": "what was shown and said goes; stays: bare ids of cards",
    "proofs": "deleted",
    "good_causes": "about no person",
    "cause_payments": "about no person",
    "donations": "stays: bare ids of cards",
    "favourites": "deleted",
    "memberships": "stays: the arithmetic; bare ids of cards",
    "payments": "stays: the arithmetic, and the number by which it can be paid back",
    "benefits": "stays: the arithmetic",
    "letters": "deleted",
    "letter_answers": "deleted with the letter; what staff answered others stays: the shop's words, bare ids",
    "letter_subjects": "deleted with the letter; stays of others': bare ids of places on the staff",
    "questions": "about no person",
    "events": "stays: the shop's words, bare ids",
    "event_guests": "stays: bare ids of cards",
    "opinions": "stays: bare ids of cards",
    "improvements": "stays: the shop's words, bare ids",
    "broadcasts": "stays: the shop's words, bare ids",
    "campaigns": "about no person",
    "doses": "about no person",
    "coalitions": "about no person",
    "partners": "about no person",
    "coalition_invites": "stays: bare ids",
    "coalition_months": "about no person",
    "debts": "stays: bare ids",
    "introductions": "ended; stays: bare ids, the proof",
    "invites": "stays: bare ids",
    "link_codes": "deleted",
    "findings": "stays: bare ids",
    "looks": "about no person",
    "portraits": "deleted",
    "portrait_moves": "deleted",
    "portrait_nights": "about no person",
    "logos": "about no person",
    "targets": "about no person",
    "treatments": "about no person",
    "chosen_lines": "about no person",
    "items": "about no person",
    "tags": "about no person",
    "item_tags": "about no person",
    "offer_tags": "about no person",
    "purchases": "deleted",
    "likes": "deleted",
    "shared_cards": "deleted",
    "experiments": "about no person",
    "alerts": "deleted",
    "attributes": "about no person",
    "filters": "about no person",
    "customer_facts": "deleted",
    "uses": "deleted; those of addresses and shops are about no person",
    "moves": "stays: bare ids",
    "handovers": "the reason goes; stays: bare ids",
    "closures": "about no person",
    "paces": "about no person",
    "leases": "about no person",
    "pauses": "that of the chat is deleted",
    "merges": "stays: bare ids; who became one is forgotten as one",
    "programmes": "about no person",
    "programme_versions": "stays: bare ids",
    "shops": "about no person",
    "branches": "about no person",
    "bots": "about no person",
    "updates": "about no person",
    "media": "about no person",
    "templates": "about no person",
}


def someone(tx: Connection) -> int:
    return recognise(
        tx, Caller("telegram", "luna_bot", ELSEWHERE, name=NAME, language="hu"), now=NOW
    ).person.id


def texts(tx: Connection) -> list[str]:
    """Read every text in the database."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Text):
                found += [str(row[0]) for row in Statement(select(column)).all(tx) if row[0]]
    return found


def tells(text: str) -> bool:
    """Say whether a text gives away who it was."""
    return any(trace in text for trace in (ELSEWHERE, "02-29")) or fold_name(NAME) in fold_name(text)


async def busy(luna: Luna) -> int:
    """Let somebody do everything that leaves a trace: save, collect, work, be undone, be in the audit."""
    db, cafe = luna.db, luna.cafe
    one = await db.write(someone)
    card = await db.write(join, cafe.shop, one)
    await luna.booked(NOW, card=card)
    visit = (await luna.booked(NOW + HOUR, card=card)).visit
    await luna.undo(visit.id, NOW + HOUR)
    await luna.booked(NOW + 2 * HOUR, card=card)
    await luna.booked(NOW + 3 * HOUR, card=card)
    await db.write(set_goal, one, card, 2, now=NOW)
    await db.write(set_birthday, one, Birthday(2, 29), now=NOW)
    await db.write(stop_all, one, now=NOW)
    await db.write(hire, cafe.shop.id, one, "manager")
    await luna.booked(NOW + 3 * HOUR, by=one)
    voucher = (await luna.stands(NOW + 4 * HOUR, card=card)).vouchers[0]
    await db.write(show_voucher, one, voucher.id, now=NOW)
    await db.write(talk, one, card)
    why = f"{NAME.upper()} asked"
    await db.write(audit.add, ActingPerson(cafe.eva), cafe.shop.id, Act("visit_undone", reason=why), now=NOW)
    return one


def talk(tx: Connection, person_id: int, card_id: int) -> None:
    reach = recognise(tx, Caller("telegram", "luna_bot", ELSEWHERE, name=NAME, language="hu"), now=NOW)
    assert reach.person.id == person_id
    chat_state.set_step(tx, reach.address_id, "find", {"typed": NAME}, now=NOW)
    chat_state.set_view(tx, reach.address_id, card_id, "55", now=NOW)


async def test_every_table_has_a_word_about_erasure() -> None:
    assert set(metadata.tables) == set(DECIDED)


@pytest.mark.slow
async def test_after_erasure_no_text_anywhere_tells_who_it_was(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    one = await busy(luna)
    assert len([text for text in await db.write(texts) if tells(text)]) >= 6  # or this test sees nothing
    assert await db.write(erase_person, one, now=NOW + 4 * HOUR) == Erased()
    assert [text for text in await db.write(texts) if tells(text)] == []


async def customer(luna: Luna) -> int:
    """Let somebody join and come once."""
    one = await luna.db.write(someone)
    await luna.booked(NOW, card=await luna.db.write(join, luna.cafe.shop, one))
    return one


_LINES = Statement(select(entries.c.kind, entries.c.amount).order_by(entries.c.id))
_SUMS = select(counters.c.id, counters.c.balance, accounts.c.person_id).join_from(accounts, counters)


async def test_erasure_keeps_the_ledgers_arithmetic(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    one = await customer(luna)
    await db.write(erase_person, one, now=NOW + HOUR)
    rows = await db.write(Statement(_SUMS).all)
    assert sorted(row[2] or 0 for row in rows) == [0, luna.cafe.ana]
    for counter_id, balance, _ in rows:
        counter = await db.read(by_id, counter_id)
        assert await db.read(ledger.balance, counter) == balance
    assert [row[1] for row in rows] == [0, 0]  # what nobody can spend any more has run out
    shop = luna.cafe.shop.id
    assert not await db.read(has_balances, shop, 1)
    assert await db.write(stats.begun, shop, 1) == 0


async def test_what_was_paid_for_a_reward_that_waits_runs_out_with_its_holder(db: Database) -> None:
    luna = await open_luna(db, points())
    one = await db.write(someone)
    card = await db.write(join, luna.cafe.shop, one)
    await luna.booked(NOW, card=card, spent=12_000)
    bought = await db.write(buy_reward, one, card, "coffee", now=NOW)
    assert isinstance(bought, Bought)
    await db.write(erase_person, one, now=NOW + HOUR)
    found = await db.read(_LINES.all)
    assert [kind for kind, _ in found] == ["visit", "reward", "reversal", "expired"]
    assert sum(amount for _, amount in found) == 0


async def test_nothing_can_be_done_any_more_with_an_erased_persons_card(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    one = await customer(luna)
    voucher = await db.write(vouchers.by_id, 1)
    assert voucher
    assert voucher.state == "available"
    await db.write(erase_person, one, now=NOW)
    voucher = await db.write(vouchers.by_id, 1)
    assert voucher
    assert voucher.state == "withdrawn"
    assert await db.write(outbox.claim, "telegram", "luna_bot", now=NOW, most=9) == []


async def test_who_writes_again_after_erasure_is_somebody_new(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    one = await customer(luna)
    await db.write(erase_person, one, now=NOW)
    again = await db.write(someone)
    assert again != one
    assert await db.write(join, luna.cafe.shop, again) != luna.cafe.card_id


async def test_what_an_erased_cashier_booked_stays_without_the_name(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    await luna.booked()
    assert await db.write(erase_person, luna.cafe.eva, now=NOW) == Erased()
    booked = await db.write(todays_bookings, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, most=5, now=NOW)
    assert not isinstance(booked, NotStaff)
    assert [(line.amount, line.staff) for line in booked.lines] == [(1, "")]
    page = await db.write(card_history, luna.cafe.ana, luna.cafe.card_id, before=None, most=5, now=NOW)
    assert isinstance(page, HistoryPage)
    assert [(line.amount, line.who) for line in page.lines] == [(1, "")]
    assert await luna.scan(NOW + HOUR) == NotStaff()


async def test_the_only_owner_is_not_erased_before_there_is_another(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop = luna.cafe.cleo, luna.cafe.shop
    assert await db.write(erase_person, cleo, now=NOW) == OnlyOwner((shop,))
    await db.write(hire, shop.id, luna.cafe.eva, "owner")
    assert await db.write(erase_person, cleo, now=NOW) == Erased()
    assert await db.write(erase_person, luna.cafe.eva, now=NOW) == OnlyOwner((shop,))


async def test_erasing_one_person_leaves_the_others_alone(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    await luna.booked()
    one = await busy(luna)
    before = await db.write(everything_held, luna.cafe.ana, now=NOW)
    await db.write(erase_person, one, now=NOW)
    after = await db.write(everything_held, luna.cafe.ana, now=NOW)
    assert (after.person, after.rows, after.cards[0][0].account) == (
        before.person,
        before.rows,
        before.cards[0][0].account,
    )
    names = {row[0] for row in await db.write(Statement(select(persons.c.name)).all)}
    assert names == {"", "Ana", "Eva", "Cleo"}


async def test_mydata_holds_a_row_for_every_trace_of_the_person_and_of_nobody_else(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    one = await busy(luna)
    await db.write(open_cafe, points(), name="Bar Sol")
    held = await db.write(everything_held, one, now=NOW + 4 * HOUR)
    counts = {name: len(rows) for name, rows in held.rows.items()}
    traces = {"person": 1, "addresses": 1, "cards": 1, "visits": 4, "rewards": 1, "one_time_codes": 1}
    traces |= {"goals": 1, "message_choices": 2, "open_question": 1, "pictures_on_show": 1, "jobs": 1}
    traces |= {"booked_by_you": 1, "taken_back_by_you": 0, "handed_out_by_you": 0, "programmes_by_you": 0}
    traces |= {"invitations": 1, "ledger": 6}
    assert {name: counts[name] for name in traces} == traces
    assert [row["what"] for row in held.rows["audit"]] == ["hired", "visit_undone"]
    assert "Bar Sol" not in repr(held.rows)
