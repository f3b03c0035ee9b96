"""Consents: who agreed to which purpose, when, where and in which words; a line is never changed."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.statements import Statement, Tx
from storage.tables import consents, new_row

_ADD = Statement(new_row(consents, "person_id", "purpose", "given", "at", "channel", "wording"))
_OF_PERSON = Statement(
    select(consents.c.purpose, consents.c.given)
    .where(consents.c.person_id == bindparam("person_id"))
    .order_by(consents.c.id)
)


def add(
    tx: Tx, person_id: int, purpose: str, *, given: bool, channel: str, wording: str, now: datetime
) -> None:
    """Write down that a person agreed to a purpose, or no longer does."""
    _ADD.value(
        tx,
        person_id=person_id,
        purpose=purpose,
        given=int(given),
        at=now,
        channel=channel,
        wording=wording,
    )


def given(tx: Tx, person_id: int) -> frozenset[str]:
    """Return the purposes that a person agrees to now: the newest line of each holds."""
    newest = dict(_OF_PERSON.all(tx, person_id=person_id))
    return frozenset(purpose for purpose, agreed in newest.items() if agreed)
