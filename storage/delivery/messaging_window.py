"""What it takes to reach people on a platform with a window: when it closes, what waits for it, what was billed."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, union, update

from storage.engine.statements import Statement, Tx
from storage.tables import Time, accounts, addresses, campaigns, occurrences, outbox, persons, row_of

NO_FORM = "no_template"  # why an occurrence waits: for approved words, which may never come
RIDES = "rides"  # why an occurrence waits: for the person to write, since then it goes in free words

_WINDOW = Statement(select(addresses.c.window_until).where(addresses.c.id == bindparam("this")))
_SET_WINDOW = Statement(
    update(addresses).where(addresses.c.id == bindparam("this")).values(window_until=bindparam("until"))
)
_RENAME = Statement(
    update(addresses).where(addresses.c.id == bindparam("this")).values(external_id=bindparam("new_id"))
)
_LET_ON = Statement(
    update(occurrences)
    .where(
        occurrences.c.person_id == bindparam("person"),
        occurrences.c.state == "due",
        occurrences.c.why == RIDES,
        occurrences.c.not_before > bindparam("at"),
    )
    .values(not_before=bindparam("at"))
)
_BILL = Statement(update(outbox).where(outbox.c.id == bindparam("this")).values(charge=bindparam("billed")))
_BILL_OCCURRENCE = Statement(
    update(occurrences).where(occurrences.c.id == bindparam("this")).values(charge=bindparam("billed"))
)
_REOPEN = Statement(
    update(occurrences)
    .where(occurrences.c.id == bindparam("this"), occurrences.c.state == "sent")
    .values(state="queued")
)
_BILLED_ELSEWHERE = select(outbox.c.address_id).where(
    outbox.c.charge.is_not(None),
    outbox.c.channel == bindparam("channel"),
    outbox.c.account == bindparam("account"),
    outbox.c.address_id != bindparam("but"),
)
_BILLED = Statement(
    select(func.count()).select_from(
        union(  # each half reads its end of the index
            _BILLED_ELSEWHERE.where(outbox.c.settled_at >= bindparam("since", type_=Time())),
            _BILLED_ELSEWHERE.where(outbox.c.settled_at.is_(None), outbox.c.state == "sending"),
        ).subquery()
    )
)
_COUNTED = Statement(
    select(occurrences.c.kind, occurrences.c.charge, func.count())
    .join(campaigns, row_of(campaigns, occurrences.c.campaign_id))  # whose index leads to a shop's alone
    .where(
        campaigns.c.shop_id == bindparam("shop_id"),
        occurrences.c.state == "sent",
        occurrences.c.charge.is_not(None),
        occurrences.c.settled_at >= bindparam("since", type_=Time()),
    )
    .group_by(occurrences.c.kind, occurrences.c.charge)
)
_LANGUAGES = Statement(
    select(persons.c.language)
    .distinct()
    .join_from(accounts, persons, persons.c.id == accounts.c.person_id)
    .join(addresses, addresses.c.person_id == persons.c.id)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.closed_at.is_(None),
        addresses.c.channel == bindparam("channel"),
        addresses.c.account == bindparam("account"),
        addresses.c.unreachable_at.is_(None),
    )
)


def window_until(tx: Tx, address_id: int) -> datetime | None:
    """Return until when free words get through to an address."""
    found: datetime | None = _WINDOW.value(tx, this=address_id)
    return found


def set_window(tx: Tx, address_id: int, until: datetime) -> None:
    """Open the window of an address until a moment, or close it at one that is over."""
    _SET_WINDOW.run(tx, this=address_id, until=until)


def rename(tx: Tx, address_id: int, external_id: str) -> None:
    """Follow a person to the new id that a platform gave them."""
    _RENAME.run(tx, this=address_id, new_id=external_id)


def release(tx: Tx, person_id: int, *, now: datetime) -> bool:
    """Make due what waited for this person to write, and say whether anything did."""
    return _LET_ON.run(tx, person=person_id, at=now) > 0


def bill(tx: Tx, outbox_id: int, occurrence_id: int | None, charge: str) -> None:
    """Write down what a message is billed as; "free" when it is not."""
    _BILL.run(tx, this=outbox_id, billed=None if charge == "free" else charge)
    if occurrence_id is not None:
        _BILL_OCCURRENCE.run(tx, this=occurrence_id, billed=charge)


def unbill(tx: Tx, occurrence_id: int) -> None:
    """Take back what an occurrence would have been billed as: it goes another way."""
    _BILL_OCCURRENCE.run(tx, this=occurrence_id, billed=None)


def reopen(tx: Tx, occurrence_id: int) -> None:
    """Take back that an occurrence was sent."""
    _REOPEN.run(tx, this=occurrence_id)


def others_billed(tx: Tx, channel: str, account: str, *, but: int, since: datetime) -> int:
    """Count the addresses of an account, but for one, to which billed messages went, or are going at this moment."""
    return int(_BILLED.value(tx, channel=channel, account=account, but=but, since=since))


def counted(tx: Tx, shop_id: int, *, since: datetime) -> list[tuple[str, str, int]]:
    """Count what a shop's campaigns sent from a moment on where messages have prices: kind, billed as, how many."""
    return [(row[0], row[1], row[2]) for row in _COUNTED.all(tx, shop_id=shop_id, since=since)]


def languages(tx: Tx, shop_id: int, channel: str, account: str) -> frozenset[str]:
    """Return the languages of a shop's customers who can be reached at an account of a channel."""
    return frozenset(row[0] for row in _LANGUAGES.all(tx, shop_id=shop_id, channel=channel, account=account))
