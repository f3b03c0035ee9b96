"""Occurrences: one row for each time that a campaign was due to a customer, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.campaigns.experiment import Arm
from loyalty.campaigns.frequency_cap import Occurrence
from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.tables import (
    by_the_way,
    campaigns,
    occurrences,
    persons,
    row_of,
    shops,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class NewOccurrence:
    """A row to add: what the rules found due, to whom, and whether the lot left them out of it."""

    due: Occurrence
    campaign_id: int
    shop_id: int
    account_id: int
    counter_id: int | None  # that it is about
    person_id: int
    voucher_id: int | None
    broadcast_id: int | None
    held_out: bool
    holdout_percent: int
    experiment_id: int | None = None  # that it counts for
    arm: Arm | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An occurrence as it is kept."""

    id: int
    key: str
    campaign_id: int
    shop_id: int
    account_id: int
    counter_id: int | None
    person_id: int
    voucher_id: int | None
    entry_id: int | None  # the stamps or points that it brought
    broadcast_id: int | None
    kind: str
    step: str
    state: str
    why: str | None
    found_at: datetime
    not_before: datetime
    expires_at: datetime
    tries: int
    settled_at: datetime | None
    experiment_id: int | None = None
    arm: Arm | None = None
    filter_id: int | None = None  # by which it was for them, when it went


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """A message that would go, for somebody who only looks."""

    shop: str
    person: str
    kind: str
    step: str
    reward: str | None


_o = occurrences.c
_NOW = bindparam("now", type_=_o.found_at.type)
ROW = select(
    _o.id,
    _o.key,
    _o.campaign_id,
    _o.shop_id,
    _o.account_id,
    _o.counter_id,
    _o.person_id,
    _o.voucher_id,
    _o.entry_id,
    _o.broadcast_id,
    _o.kind,
    _o.step,
    _o.state,
    _o.why,
    _o.found_at,
    _o.not_before,
    _o.expires_at,
    _o.tries,
    _o.settled_at,
    _o.experiment_id,
    _o.arm,
    _o.filter_id,
)
_FIELDS = (
    "key", "campaign_id", "shop_id", "account_id", "counter_id", "person_id", "voucher_id", "broadcast_id", "kind",
    "step", "state", "holdout_percent", "found_at", "not_before", "expires_at", "experiment_id", "arm",
)  # fmt: skip
_ADD = Statement(
    insert(occurrences)
    .values({name: bindparam(name, type_=_o[name].type) for name in _FIELDS})
    .on_conflict_do_nothing()
)
_BY_ID = Statement(ROW.where(_o.id == bindparam("id")), into=Due)
_BY_KEY = Statement(select(_o.id).where(_o.key == bindparam("key")))
_ARM = Statement(
    select(_o.arm)
    .where(
        by_the_way(_o.shop_id) == bindparam("shop_id"),
        _o.person_id == bindparam("person_id"),
        by_the_way(_o.experiment_id) == bindparam("experiment_id"),
    )
    .order_by(_o.id)
    .limit(1)
)
_LOCKED = Statement(ROW.where(_o.id == bindparam("id")).with_for_update(), into=Due)
_OF_ACCOUNT = Statement(
    ROW.where(
        _o.shop_id == bindparam("shop_id"),
        _o.account_id == bindparam("account_id"),
        _o.kind == bindparam("of_kind"),
    ).order_by(_o.id),
    into=Due,
)
_SETTLE = Statement(
    update(occurrences)
    .where(_o.id == bindparam("this"))
    .values(state=bindparam("new_state"), why=bindparam("because"), settled_at=bindparam("at"))
)
_PUT_OFF = Statement(
    update(occurrences)
    .where(_o.id == bindparam("this"))
    .values(state="due", not_before=bindparam("until"), why=bindparam("because"), settled_at=None)
)
_BRING = Statement(
    update(occurrences)
    .where(_o.id == bindparam("this"))
    .values(voucher_id=bindparam("gift"), entry_id=bindparam("line"))
)
_FOLLOW = Statement(
    update(occurrences)
    .where(
        _o.shop_id == bindparam("of_shop"),
        _o.account_id == bindparam("of_account"),
        _o.entry_id == bindparam("old"),
    )
    .values(entry_id=bindparam("new"))
)
_QUEUE = Statement(
    update(occurrences)
    .where(by_the_way(_o.shop_id) == bindparam("of_shop"), _o.id == bindparam("this"))
    .values(
        state="queued",
        why=None,
        voucher_id=bindparam("gift"),
        filter_id=select(campaigns.c.filter_id).where(row_of(campaigns, _o.campaign_id)).scalar_subquery(),
        tries=_o.tries + 1,
        settled_at=bindparam("at"),
    )
)
_QUEUED_AT = Statement(
    select(shops.c.name.label("shop"), persons.c.name.label("person"), _o.kind, _o.step, vouchers.c.reward)
    .join_from(occurrences, shops, shops.c.id == _o.shop_id)
    .join(persons, persons.c.id == _o.person_id)
    .outerjoin(vouchers, row_of(vouchers, _o.voucher_id))
    .where(_o.state == "queued", _o.settled_at == _NOW)
    .order_by(_o.id),
    into=PlannedMessage,
)


def add(tx: Tx, new: NewOccurrence, *, now: datetime) -> bool:
    """Remember that something is due; False when this occasion was known."""
    values = {
        "key": new.due.key,
        "campaign_id": new.campaign_id,
        "shop_id": new.shop_id,
        "account_id": new.account_id,
        "counter_id": new.counter_id,
        "person_id": new.person_id,
        "voucher_id": new.voucher_id,
        "broadcast_id": new.broadcast_id,
        "kind": str(new.due.kind),
        "step": new.due.step,
        "state": "held_out" if new.held_out else "due",
        "holdout_percent": new.holdout_percent,
        "found_at": now,
        "not_before": now,
        "expires_at": new.due.expires_at,
        "experiment_id": new.experiment_id,
        "arm": new.arm,
    }
    return _ADD.run(tx, **values) == 1


def by_id(tx: Tx, occurrence_id: int) -> Due | None:
    """Return an occurrence."""
    return _BY_ID.one(tx, id=occurrence_id)


def exists(tx: Tx, key: str) -> bool:
    """Say whether an occasion was found before, whatever became of it."""
    return _BY_KEY.value(tx, key=key) is not None


def arm_of(tx: Tx, shop_id: int, experiment_id: int, person_id: int) -> Arm | None:
    """Return which variant of an experiment somebody got first."""
    found: Arm | None = _ARM.value(tx, shop_id=shop_id, experiment_id=experiment_id, person_id=person_id)
    return found


def locked(tx: Tx, occurrence_id: int) -> Due | None:
    """Return an occurrence, and keep others from changing it until the transaction ends."""
    return _LOCKED.one(tx, id=occurrence_id)


def of_account(tx: Tx, account: Account, kind: str) -> list[Due]:
    """Return every occurrence of a kind that an account ever had, oldest first."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id, of_kind=kind)


def settle(tx: Tx, occurrence_id: int, state: str, *, why: str | None, now: datetime) -> None:
    """Write down how an occurrence ended: sent or dropped."""
    _SETTLE.run(tx, this=occurrence_id, new_state=state, because=why, at=now)


def put_off(tx: Tx, occurrence_id: int, *, until: datetime, why: str) -> None:
    """Ask about an occurrence again later."""
    _PUT_OFF.run(tx, this=occurrence_id, until=until, because=why)


def note_gift(tx: Tx, occurrence_id: int, *, voucher_id: int | None, entry_id: int | None) -> None:
    """Remember what an occurrence brought: a voucher, a line of the ledger, or both."""
    _BRING.run(tx, this=occurrence_id, gift=voucher_id, line=entry_id)


def follow_line(tx: Tx, account: Account, old: int, new: int) -> None:
    """Let what brought a line of an account's have brought the one that took its place."""
    _FOLLOW.run(tx, of_shop=account.shop_id, of_account=account.id, old=old, new=new)


def queue(tx: Tx, one: Due, *, voucher_id: int | None, now: datetime) -> None:
    """Note that an occurrence is in the outbox, with the voucher that it is about, and for whom its campaign is."""
    _QUEUE.run(tx, of_shop=one.shop_id, this=one.id, gift=voucher_id, at=now)


def queued_at(tx: Tx, now: datetime) -> list[PlannedMessage]:
    """Return what was put into the outbox at this very moment."""
    return _QUEUED_AT.all(tx, now=now)
