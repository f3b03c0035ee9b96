"""Who looked at a customer's card and booked nothing stands in the audit; who booked has the booking."""

from sqlalchemy import select

from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Refused
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Limits
from loyalty.cards.visits import AmountNeeded, Claim
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import audit
from tests.actions.places import HOUR, NOW, open_luna, points, stamps


def _looks(tx: Tx) -> list[tuple[str, str]]:
    seen = select(audit.c.what, audit.c.subject).where(audit.c.what == "card_seen")
    return [(row[0], row[1]) for row in tx.execute(seen)]


async def test_a_scan_that_is_refused_is_a_look_and_one_that_books_is_none(db: Database) -> None:
    luna = await open_luna(db, stamps(10, limits=Limits(max_per_day=1)))
    await luna.booked()
    assert await db.read(_looks) == []
    again = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim())
    refused = await db.write(scan_card, again, key="again", now=NOW + HOUR)
    assert isinstance(refused, Refused)
    assert await db.read(_looks) == [("card_seen", refused.state.account.code)]


async def test_a_question_for_the_amount_is_no_look_yet(db: Database) -> None:
    luna = await open_luna(db, points())
    asked = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim())
    refused = await db.write(scan_card, asked, key="asked", now=NOW)
    assert isinstance(refused, Refused)
    assert isinstance(refused.why, AmountNeeded)
    assert await db.read(_looks) == []
