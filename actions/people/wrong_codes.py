"""Codes guessed at the till: who types too many wrong ones waits, and the owners hear of it."""

from datetime import datetime

from actions.access import jobs_of
from actions.shop.audit import subject_of
from actions.tell import tell
from loyalty.actor import ActingPerson
from loyalty.allowances import TILL_CODES
from loyalty.dates import day_of
from loyalty.records import Member
from storage import uses
from storage.engine.statements import Tx
from storage.shop import audit, shops, staff
from storage.shop.audit import Act


def waits_until(tx: Tx, actor: ActingPerson, *, now: datetime) -> datetime | None:
    """Say until when no code that this member of staff types is looked at."""
    return uses.used_up_until(tx, TILL_CODES, actor.person_id, now=now)


def note_wrong(tx: Tx, actor: ActingPerson, *, now: datetime) -> None:
    """Count a wrong code that a member of staff typed; where it is one too many, tell the owners once that day."""
    uses.add(tx, TILL_CODES, actor.person_id, now=now)
    if waits_until(tx, actor, now=now):
        for member in jobs_of(tx, actor):
            _report(tx, actor, member, now=now)


def _report(tx: Tx, actor: ActingPerson, member: Member, *, now: datetime) -> None:
    day = day_of(now, shops.by_id(tx, member.shop_id).zone)
    act = Act("codes_guessed", subject=subject_of(member), new=str(TILL_CODES.most))
    audit.add(tx, actor, member.shop_id, act, now=now)
    tell(
        tx,
        [owner for owner in staff.owners(tx, member.shop_id) if owner != actor.person_id],
        "guessing",
        f"{member.id}:{day.isoformat()}",
        of_shop=member.shop_id,
        now=now,
        member_id=member.id,
        wrong=TILL_CODES.most,
    )
