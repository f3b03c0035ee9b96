"""Who changed what in a shop, when, from what to what, and why."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from loyalty.actor import Actor, ActorKind, TillKey
from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import audit, new_row, persons, row_of, staff, staff_name


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: to what, from what to what, and why, each as far as there is something to say."""

    what: str
    subject: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit; `who` is the name of a person or till that acted, and empty for somebody erased."""

    id: int
    at: datetime
    actor: ActorKind
    who: str | None
    what: str
    subject: str
    old: str
    new: str
    reason: str


_ADD = Statement(
    new_row(
        audit, "shop_id", "actor", "person_id", "till_id", "at", "what", "subject", "old", "new", "reason"
    )
)
_PAGE = Statement(
    select(
        audit.c.id,
        audit.c.at,
        audit.c.actor,
        staff_name.label("who"),
        audit.c.what,
        audit.c.subject,
        audit.c.old,
        audit.c.new,
        audit.c.reason,
    )
    .outerjoin(persons, persons.c.id == audit.c.person_id)
    .outerjoin(staff, row_of(staff, audit.c.till_id))
    .where(audit.c.shop_id == bindparam("shop_id"), audit.c.id < bindparam("before"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("most")),
    into=Change,
)
_END = 2**63 - 1
_TEXTS = Statement(
    select(audit.c.id, audit.c.subject, audit.c.old, audit.c.new, audit.c.reason).where(
        audit.c.shop_id == bindparam("shop_id")
    )
)
_BLANK = Statement(
    update(audit)
    .where(audit.c.id == bindparam("this"))
    .values(
        subject=bindparam("about"), old=bindparam("was"), new=bindparam("became"), reason=bindparam("why")
    )
)
_REASON = Statement(
    select(audit.c.reason).where(
        audit.c.shop_id == bindparam("shop_id"),
        audit.c.at == bindparam("at", type_=audit.c.at.type),
        audit.c.what == bindparam("what"),
        audit.c.subject == bindparam("subject"),
    )
)
_FORGET_REASONS = Statement(
    update(audit)
    .where(
        audit.c.shop_id == bindparam("of_shop"),
        audit.c.subject == bindparam("code"),
        or_(audit.c.what == "surprised", audit.c.what == "surprise_undone"),
    )
    .values(reason="")
)


def reason_of(tx: Tx, shop_id: int, what: str, subject: str, *, at: datetime) -> str:
    """Return why something was done at a moment; "" where nobody said so, or it was forgotten."""
    return str(_REASON.value(tx, shop_id=shop_id, what=what, subject=subject, at=at) or "")


def forget_reasons(tx: Tx, account: Account) -> None:
    """Drop what staff typed about the surprises that a card was given."""
    _FORGET_REASONS.run(tx, of_shop=account.shop_id, code=account.code)


def add(tx: Tx, actor: Actor, shop_id: int, act: Act, *, now: datetime) -> None:
    """Write down a change in the transaction that makes it."""
    who = {
        "actor": actor.kind,
        "person_id": actor.person_id,
        "till_id": actor.member_id if isinstance(actor, TillKey) else None,
    }
    _ADD.value(tx, shop_id=shop_id, **who, at=now, **asdict(act))


def page(tx: Tx, shop_id: int, *, before: int | None, most: int) -> list[Change]:
    """Return a shop's newest changes, or the newest before line `before`; newest first."""
    return _PAGE.all(tx, shop_id=shop_id, before=before or _END, most=most)


def forget_name(tx: Tx, shop_id: int, name: str) -> None:
    """Take a person's name out of a shop's audit; that something was done stays."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for line_id, *texts in _TEXTS.all(tx, shop_id=shop_id):
        blanked = [whole.sub("…", text) for text in texts]
        if blanked != texts:
            subject, old, new, reason = blanked
            _BLANK.run(tx, this=line_id, about=subject, was=old, became=new, why=reason)
